import { Code } from 'cql-execution';
import { type ElmNode, nodeAt, nodesAt, textAt } from '../../elm.ts';
import { codeKey, HashedValueSet } from '../hashed-value-set.ts';
import type { CodeTest } from '../records-of-type.ts';
import type { Compile } from './operand.ts';
import { NotCompiled, type Session } from './run.ts';

/** Records of a type and profile, by fixed codes found once for a patient. */
export const retrieve: Compile = (node, scope, compiler) => {
  const profile = textAt(node, 'templateId') ?? null;
  const dataType = textAt(node, 'dataType') ?? '';
  const property = textAt(node, 'codeProperty') ?? '';
  if (
    node.dateRange !== undefined ||
    node.context !== undefined ||
    nodesAt(node, 'include').length > 0
  )
    throw new NotCompiled(node, 'by date, for others or with what it refers to');
  const written = nodeAt(node, 'codes');
  if (written === undefined) {
    const place = compiler.retrievePlace(`${dataType} ${profile}`);
    return (_frame, session) =>
      (session.retrieves[place] ??= session.patient.find({
        dataType,
        profile,
        property,
        test: null,
      }));
  }
  const codes = compiler.run(written, scope);
  const fixed = fixedKey(written);
  const find = (test: CodeTest | null, session: Session): readonly unknown[] =>
    test === null ? [] : session.patient.find({ dataType, profile, property, test });
  if (fixed === null) return (frame, session) => find(codeTest(codes(frame, session)), session);
  const library = compiler.libraryNamed(undefined, scope.library);
  const place = compiler.retrievePlace(`${dataType} ${profile} ${property} ${library} ${fixed}`);
  let test: CodeTest | null | undefined;
  return (frame, session) => {
    const held = session.retrieves[place];
    if (held !== undefined) return held;
    if (test === undefined) test = codeTest(codes(frame, session));
    const found = find(test, session);
    session.retrieves[place] = found;
    return found;
  };
};

/** What the codes are, when they are the same for every patient; null otherwise. */
function fixedKey(node: ElmNode): string | null {
  switch (node.type) {
    case 'ValueSetRef':
    case 'CodeRef':
    case 'ConceptRef':
      return `${node.type} ${textAt(node, 'libraryName') ?? ''} ${textAt(node, 'name')}`;
    case 'ToList':
    case 'ToConcept': {
      const operand = nodeAt(node, 'operand');
      const key = operand === undefined ? null : fixedKey(operand);
      return key === null ? null : `${node.type} ${key}`;
    }
    case 'Property': {
      const source = nodeAt(node, 'source');
      const key = source === undefined ? null : fixedKey(source);
      return key === null ? null : `${key}.${textAt(node, 'path')}`;
    }
    case 'List': {
      const keys = nodesAt(node, 'element').map(fixedKey);
      return keys.includes(null) ? null : keys.join(', ');
    }
    default:
      return null;
  }
}

function codeTest(codes: unknown): CodeTest | null {
  if (codes instanceof HashedValueSet) return codes;
  if (!Array.isArray(codes)) return null;
  const listed = listedCodes(codes);
  const keys = new Set(listed.map(({ system, code }) => codeKey(system, code)));
  return {
    hasKey: (key) => keys.has(key),
    hasMatch: (text) => listed.some(({ code }) => code === text),
  };
}

/** A retrieve by a list of codes has that list as the only item of another. */
const listedCodes = (codes: readonly unknown[]): readonly Code[] =>
  codes.flatMap((code) => {
    if (Array.isArray(code)) return listedCodes(code);
    return code instanceof Code ? [code] : codesOf(code);
  });

function codesOf(value: unknown): readonly Code[] {
  const codes: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'codes') : [];
  return Array.isArray(codes) ? codes.filter((one) => one instanceof Code) : [];
}
