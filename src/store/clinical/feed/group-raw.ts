import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { ClinicalStore } from '../clinical-store.ts';
import { rawFolder } from '../import/raw-files.ts';
import { numberOf, textOf } from '../rows.ts';
import { feedFilePrefix } from './feed-file.ts';

/** So many raw copies of posts are put together at a time: a feed brings one every few seconds. */
const filesPerGroup = 500;

interface Member {
  readonly file: number;
  readonly raw: string;
  readonly from: number;
  readonly bytes: number;
}

/**
 * Puts raw copies of posts together in one file when there are many. Gzip members one after the other are a gzip file too,
 * and `archive.raw_place` says where each begins. A kill leaves either all of them in their own files, or all in the new one;
 * what nobody refers to is removed with the other unused raw files.
 *
 * @returns whether files were put together; imports must wait meanwhile
 */
export async function groupFeedRaw(store: ClinicalStore, count = filesPerGroup): Promise<boolean> {
  await store.write([
    {
      sql: `create table if not exists archive.raw_place (
        file integer not null, raw_from bigint not null, raw_bytes bigint not null)`,
    },
  ]);
  const rows = await store.query(
    `select id, raw from archive.import_file
     where is_read and raw is not null and parse_filename(path) like '${feedFilePrefix}%'
       and id not in (select file from archive.raw_place)
     order by id limit ${count}`,
  );
  const [first, last] = [rows[0], rows.at(-1)];
  if (rows.length < count || first === undefined || last === undefined) return false;
  const group = `feed-${numberOf(first, 'id')}-${numberOf(last, 'id')}.ndjson.gz`;
  const files = rows.map((row) => ({ file: numberOf(row, 'id'), raw: textOf(row, 'raw') }));
  const members = writeGroup(rawFolder(store), group, files);
  const values = members.map(({ file, from, bytes }) => `(${file}, ${from}, ${bytes})`);
  await store.write([
    { sql: `insert into archive.raw_place values ${values.join(', ')}` },
    {
      sql: `update archive.import_file set raw = $1 where id in (${members.map(({ file }) => file).join(', ')})`,
      parameters: [group],
    },
  ]);
  return true;
}

/** On the disk, with its name, before anybody refers to it. */
function writeGroup(
  folder: string,
  group: string,
  files: readonly { readonly file: number; readonly raw: string }[],
): readonly Member[] {
  const unfinished = path.join(folder, `${group}.unfinished`);
  const descriptor = openSync(unfinished, 'w', 0o600);
  let length = 0;
  try {
    const members = files.map(({ file, raw }) => {
      const content = readFileSync(path.join(folder, raw));
      const from = length;
      for (let at = 0; at < content.length; ) at += writeSync(descriptor, content, at);
      length += content.length;
      return { file, raw, from, bytes: content.length };
    });
    fsyncSync(descriptor);
    renameSync(unfinished, path.join(folder, group));
    keepNames(folder);
    return members;
  } finally {
    closeSync(descriptor);
  }
}

function keepNames(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
