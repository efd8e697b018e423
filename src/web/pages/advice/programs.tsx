import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ProgramsPage as Answer } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { Disclosure } from '../../parts/disclosure.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { programsQuery } from '../../request/queries.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { StopTrusting } from './stop-trusting.tsx';
import { TrustProgram } from './trust-program.tsx';

/** Which programs may ask for advice or send records, how they have called, and who tried in vain. */
export function ProgramsPage(): ReactNode {
  const words = useWords();
  return (
    <Answered query={useQuery(programsQuery())}>
      {(page) => (
        <>
          <PageHead
            question={words.say('programs.question')}
            answer={words.say('programs.answer', {
              ...{ programs: page.programs.length, strangers: page.strangers.length },
            })}
          />
          <section className="next" aria-label={words.say('next.title')}>
            <DialogButton name={words.say('programs.add')} look="button">
              {(close) => <TrustProgram start={null} onDone={close} />}
            </DialogButton>
          </section>
          <Trusted page={page} />
          <Strangers page={page} />
          <Setup page={page} />
        </>
      )}
    </Answered>
  );
}

interface PageProps {
  readonly page: Answer;
}

type Program = Answer['programs'][number];
type Contact = Program['contact'];

function Trusted({ page }: PageProps): ReactNode {
  const words = useWords();
  if (page.programs.length === 0) return null;
  return (
    <section aria-labelledby="trusted">
      <h2 id="trusted">{words.say('programs.trusted')}</h2>
      <Table
        caption={words.say('programs.trusted')}
        rows={page.programs}
        keyOf={({ issuer }) => issuer}
        columns={[...programColumns(words), ...contactColumns<Program>(words)]}
      />
    </section>
  );
}

function programColumns(words: Words): readonly Column<Program>[] {
  const text = (
    id: string,
    head: string,
    value: (program: Program) => string,
    show: (program: Program) => ReactNode = value,
  ): Column<Program> => ({ id, head, isNumber: false, value, show });
  return [
    text(
      'name',
      words.say('programs.name'),
      ({ name }) => name,
      (program) => (
        <>
          {program.name}
          <br />
          <span className="quiet">{program.issuer}</span>
          <Changing program={program} />
        </>
      ),
    ),
    text('state', words.say('programs.state'), (one) => stateWords(one.contact, words)),
    text('purposes', words.say('programs.purposes'), ({ purposes }) =>
      purposes.map((one) => words.say(`programs.purpose-${one}`)).join(', '),
    ),
    text('keys', words.say('programs.keys'), ({ jwksUrl, keyNames }) =>
      jwksUrl === null
        ? words.say('programs.keys-pasted', { names: keyNames.join(', ') })
        : words.say('programs.keys-at', { url: jwksUrl }),
    ),
  ];
}

/** Whether it works now: by what happened last. */
function stateWords(contact: Contact, words: Words): string {
  const { lastSeenAt, lastRefusedAt, lastRefusal } = contact;
  if (lastRefusedAt !== null && (lastSeenAt === null || lastRefusedAt > lastSeenAt))
    return words.say('programs.state-refused', { why: refusalWords(lastRefusal ?? '', words) });
  return words.say(lastSeenAt === null ? 'programs.state-waiting' : 'programs.state-works');
}

function refusalWords(code: string, words: Words): string {
  const id = `refusal.${code}`;
  return words.has(id) ? words.say(id) : code;
}

function contactColumns<Row extends { readonly contact: Contact }>(
  words: Words,
): readonly Column<Row>[] {
  const moment = (instant: string | null) =>
    instant === null ? words.say('programs.never') : words.dateTime(instant);
  const number = (id: 'calls' | 'refused', head: string): Column<Row> => ({
    ...{ id, head, isNumber: true },
    value: ({ contact }) => contact[id],
    show: ({ contact }) => words.whole(contact[id]),
  });
  return [
    {
      ...{ id: 'seen', head: words.say('programs.seen'), isNumber: false },
      value: ({ contact }) => contact.lastSeenAt ?? '',
      show: ({ contact }) => moment(contact.lastSeenAt),
    },
    number('calls', words.say('programs.calls')),
    number('refused', words.say('programs.refused')),
  ];
}

function Changing({ program }: { readonly program: Program }): ReactNode {
  const words = useWords();
  return (
    <div className="acts">
      <DialogButton name={words.say('programs.change')}>
        {(close) => <TrustProgram start={program} onDone={close} />}
      </DialogButton>{' '}
      <DialogButton
        name={words.say('programs.stop')}
        title={words.say('programs.stop-title', { name: program.name })}
      >
        {(close) => <StopTrusting issuer={program.issuer} onDone={close} />}
      </DialogButton>
    </div>
  );
}

type Stranger = Answer['strangers'][number];

function Strangers({ page }: PageProps): ReactNode {
  const words = useWords();
  if (page.strangers.length === 0) return null;
  return (
    <section aria-labelledby="strangers">
      <h2 id="strangers">{words.say('programs.strangers')}</h2>
      <p className="quiet">{words.say('programs.strangers-hint')}</p>
      <Table
        caption={words.say('programs.strangers')}
        rows={page.strangers}
        keyOf={({ issuer }) => issuer}
        columns={strangerColumns(words)}
      />
    </section>
  );
}

const strangerColumns = (words: Words): readonly Column<Stranger>[] => [
  {
    ...{ id: 'issuer', head: words.say('programs.issuer'), isNumber: false },
    value: ({ issuer }) => issuer,
    show: ({ issuer }) => issuer,
  },
  {
    ...{ id: 'tried', head: words.say('programs.tried'), isNumber: false },
    value: ({ contact }) => contact.lastRefusedAt ?? '',
    show: ({ contact }) =>
      contact.lastRefusedAt === null ? '' : words.dateTime(contact.lastRefusedAt),
  },
  {
    ...{ id: 'refused', head: words.say('programs.refused'), isNumber: true },
    value: ({ contact }) => contact.refused,
    show: ({ contact }) => words.whole(contact.refused),
  },
  {
    ...{ id: 'trust', head: words.say('programs.add'), isNumber: false },
    value: () => '',
    show: ({ issuer }) => (
      <DialogButton name={words.say('programs.add')}>
        {(close) => <TrustProgram start={{ issuer }} onDone={close} />}
      </DialogButton>
    ),
  },
];

function Setup({ page }: PageProps): ReactNode {
  const words = useWords();
  const text = words.say('programs.setup-text', {
    ...{ address: page.address, seconds: page.tokenSecondsMax },
  });
  return (
    <Disclosure title={words.say('programs.setup')} isOpen={page.programs.length === 0}>
      <p>{text}</p>
      <CopyButton name={words.say('programs.setup-copy')} text={() => text} />
    </Disclosure>
  );
}
