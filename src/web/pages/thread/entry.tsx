import { Link } from '@tanstack/react-router';
import {
  Activity,
  ArrowRightLeft,
  BookOpen,
  Check,
  CircleDot,
  EyeOff,
  Flag,
  Gavel,
  LifeBuoy,
  Lightbulb,
  ListChecks,
  type LucideIcon,
  MessageSquare,
  MessageSquareWarning,
  Pause,
  Play,
  RotateCcw,
  Ruler,
  Scale,
  Shapes,
  SlidersHorizontal,
  Table2,
  UserRound,
  Vote,
  Waypoints,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { ThreadEntry, ThreadPage } from '#api';
import { entryHeadline, entryParagraphs } from '../../sentences/entry-words.ts';
import { useWords } from '../../words/words-context.tsx';

const glyphs: Readonly<Record<ThreadEntry['kind'], LucideIcon>> = {
  signal: Activity,
  idea: Lightbulb,
  comment: MessageSquare,
  owner: UserRound,
  proposal: Flag,
  decision: Gavel,
  'hand-over': ArrowRightLeft,
  considered: Table2,
  scores: Vote,
  interest: EyeOff,
  dissent: MessageSquareWarning,
  reassessed: SlidersHorizontal,
  support: LifeBuoy,
  'support-answer': LifeBuoy,
  'cycle-started': Play,
  'cycle-step': CircleDot,
  effect: Scale,
  verdict: Check,
  recalculation: Ruler,
  practice: BookOpen,
  adoption: Waypoints,
  adaptation: Shapes,
  fidelity: ListChecks,
  parked: Pause,
  closed: Check,
  reopened: RotateCcw,
  challenge: MessageSquareWarning,
  concluded: Check,
  quality: Activity,
};

interface EntryProps {
  readonly entry: ThreadEntry;
  readonly page: ThreadPage;
}

/** One thing that happened: a glyph by kind, who and when, and the words that were written. */
export function Entry({ entry, page }: EntryProps): ReactNode {
  const words = useWords();
  const Glyph = glyphs[entry.kind];
  const paragraphs = entryParagraphs(entry, page, words);
  return (
    <li className={`entry entry-${entry.kind}`}>
      <span className="entry-glyph">
        <Glyph aria-hidden size={16} />
      </span>
      <article>
        <header>
          <h3>{entryHeadline(entry, words)}</h3>
          <p className="quiet">
            {entry.by?.name ?? words.say('thread.by-program')} ·{' '}
            <time dateTime={entry.at}>{words.date(entry.at)}</time> ·{' '}
            {entry.unit !== null && `${words.text(entry.unit.name)} · `}
            {entry.forum !== null && `${words.text(entry.forum.name)} · `}
            <span title={entry.hash}>{words.say('thread.ledger', { seq: entry.ledgerSeq })}</span>
          </p>
        </header>
        {paragraphs.map((paragraph) => (
          <p key={paragraph.id}>
            {paragraph.label !== null && <span className="quiet">{paragraph.label}: </span>}
            {paragraph.text}
          </p>
        ))}
        {entry.cycleId !== null && entry.kind === 'cycle-started' && (
          <p>
            <Link to="/cycles/$cycleId" params={{ cycleId: entry.cycleId }}>
              {words.say('entry.to-cycle')}
            </Link>
          </p>
        )}
      </article>
    </li>
  );
}
