// Whoever looks at pages, as a process of its own: asks for one address after another at an even rate, as browsers do (kept
// connections, gzip), and tells how long each answer took until its last byte was here.
import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export interface Visits {
  readonly address: string;
  readonly cookie: string;
  readonly paths: readonly string[];
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
}

export interface Visited {
  readonly milliseconds: readonly number[];
  readonly bytes: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function visit(url: string, cookie: string): Promise<{ milliseconds: number; bytes: number }> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { cookie, 'accept-encoding': 'gzip' };
    get(url, { agent, headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => {
        const { statusCode } = response;
        if (statusCode === 200) resolve({ milliseconds: performance.now() - begun, bytes });
        else reject(new Error(`${statusCode} for ${url}`));
      });
    }).on('error', reject);
  });
}

async function visitAll({ address, cookie, paths, rate, seconds }: Visits): Promise<Visited> {
  const visits: ReturnType<typeof visit>[] = [];
  const begun = performance.now();
  for (let number = 0; number < rate * seconds; number++) {
    const wait = begun + (number * 1000) / rate - performance.now();
    if (wait > 0) await pause(wait);
    visits.push(visit(`${address}${paths[number % paths.length]}`, cookie));
  }
  const all = await Promise.all(visits);
  return {
    milliseconds: all.map(({ milliseconds }) => milliseconds),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

process.on('message', async (wanted: Visits) => {
  process.send?.(await visitAll(wanted));
});
