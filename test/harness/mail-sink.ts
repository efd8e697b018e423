import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A real mail server on a port of this machine that keeps what it gets. */
export interface MailSink {
  readonly url: string;
  readonly mails: readonly SunkMail[];
  /** How it behaves from now on. */
  readonly behave: (behaviour: Behaviour) => void;
  readonly stop: () => Promise<void>;
}

interface SunkMail {
  readonly to: readonly string[];
  /** As it came over the line, headers and all. */
  readonly raw: string;
  /** Headers by small name, folded lines joined. */
  readonly headers: ReadonlyMap<string, string>;
  /** The parts with their transfer encoding undone. */
  readonly body: string;
}

/**
 * `take`: takes mail. `busy`: not now (450). `unknown`: no such reader (550). `hang-up`: reads the mail, keeps it, and cuts
 * the line without an answer.
 */
type Behaviour = 'take' | 'busy' | 'unknown' | 'hang-up';

export async function mailSink(): Promise<MailSink> {
  const mails: SunkMail[] = [];
  let behaviour: Behaviour = 'take';
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo: (_address, _session, done) => {
      if (behaviour === 'busy') done(refusal('Try again later', 450));
      else if (behaviour === 'unknown') done(refusal('No such person here', 550));
      else done();
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push(sunk(to, Buffer.concat(chunks).toString('utf8')));
        if (behaviour === 'hang-up') for (const one of server.connections) one.close();
        else done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    behave: (next) => {
      behaviour = next;
    },
    stop: () => {
      for (const one of server.connections) one.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

const refusal = (message: string, responseCode: number): Error =>
  Object.assign(new Error(message), { responseCode });

function sunk(to: readonly string[], raw: string): SunkMail {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { to, raw, headers, body: decoded(rest.join('\r\n\r\n')) };
}

/** Each part by its own transfer encoding. */
function decoded(body: string): string {
  return body
    .split(/^--.*$/m)
    .map((part) => {
      const end = part.indexOf('\r\n\r\n');
      const content = part.slice(end + 4);
      if (/content-transfer-encoding: base64/i.test(part))
        return Buffer.from(content, 'base64').toString('utf8');
      if (/content-transfer-encoding: quoted-printable/i.test(part)) return unquoted(content);
      return content;
    })
    .join('\n');
}

const unquoted = (text: string): string =>
  Buffer.from(
    text
      .replaceAll('=\r\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
