import path from 'node:path';
import { type Command, Option } from 'commander';
import {
  bringUp,
  mailSettings,
  messageClock,
  type Program,
  projectFolder,
  smtpServer,
} from '#application';
import { type Language, languages } from '#core';
import { startServer } from '#server';
import { say, sayTrouble } from '../output.ts';
import { portFromEnvironment, settings } from '../settings.ts';

/** `gyrus start`: the server, with the demo health system unless told otherwise. */
export function startCommand(program: Command): void {
  program
    .command('start')
    .description('start the server; an empty data folder is filled with the demo health system')
    .option('--empty', 'without the demo')
    .addOption(
      new Option('--language <language>', 'the language in which the people of the demo write')
        .choices(languages)
        .default('en'),
    )
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .action(start);
}

/** Addresses that nobody else can reach. */
const thisMachine = ['127.0.0.1', '::1', 'localhost'];

interface StartOptions {
  readonly empty?: boolean;
  readonly host: string;
  readonly language: Language;
}

async function start(options: StartOptions): Promise<void> {
  const { dataFolder, databaseUrl } = settings();
  // Read first: a setting that cannot be read is told before anything has begun.
  const mail = mailSettings(process.env);
  const server = await startServer({
    ...{ dataFolder, host: options.host, port: portFromEnvironment() },
    webFolder: path.join(projectFolder, 'dist/web'),
    onTrouble: (trouble) => process.stderr.write(`${JSON.stringify(trouble)}\n`),
  });
  say(`Gyrus is starting at ${server.address}`);
  const program = await bringUp({
    ...{ dataFolder, demo: options.empty !== true, onTrouble: sayTrouble },
    language: options.language,
    choosePerson: thisMachine.includes(options.host),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    onStep: (step) => say(step),
  }).catch(async (error: unknown) => {
    // A server that goes on saying that it is starting would keep whoever watches it waiting.
    await server.close();
    throw error;
  });
  server.open(program);
  say(`Gyrus is ready: ${server.address}`);
  const messages = messagesOf(program, mail);
  messages.start();
  const stop = async () => {
    await messages.stop();
    await server.close();
    await program.close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** Messages are picked and mailed while the server runs. */
const messagesOf = (application: Program, settings: ReturnType<typeof mailSettings>) =>
  messageClock({
    application,
    timeZone: application.timeZone,
    mail: settings === null ? null : { settings, handOver: smtpServer(settings) },
    onTrouble: sayTrouble,
  });
