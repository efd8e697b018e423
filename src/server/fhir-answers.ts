import type { FastifyReply } from 'fastify';
import type { Part, PostIssue, ReadPost, TakenPart } from '#application';

interface Issue {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: string;
  readonly details: { readonly text: string };
  readonly diagnostics?: string;
  readonly expression?: readonly string[];
}

const outcome = (issue: readonly Issue[]) => ({ resourceType: 'OperationOutcome', issue });

const refusal = ({ code, message, tip, where }: PostIssue): Issue => ({
  severity: 'error',
  code,
  details: { text: message },
  diagnostics: tip,
  ...(where === '' ? {} : { expression: [where] }),
});

/** What is remarkable about a resource that was taken: the rule and the element, never what stands there. */
function remarks({ findings }: TakenPart): readonly Issue[] {
  if (findings.length === 0)
    return [{ severity: 'information', code: 'informational', details: { text: 'Taken.' } }];
  return findings.map(({ rule, element }) => ({
    severity: 'warning',
    code: 'business-rule',
    details: { text: `Taken, but it breaks the rule ${rule}.` },
    ...(element === '' ? {} : { expression: [element] }),
  }));
}

export interface SingleAnswer {
  readonly base: string;
  readonly prefer: string | string[] | undefined;
}

/** 201 with the place, 200, or 204; a refusal as an OperationOutcome. */
export function partAnswer(
  reply: FastifyReply,
  part: Part,
  { base, prefer }: SingleAnswer,
): FastifyReply {
  if (part.kind === 'refused') return refusedAnswer(reply, [part.issue]);
  reply.code(statusOf(part));
  if (part.act !== 'delete') reply.header('location', `${base}/${placeOf(part)}`);
  if (wantsOutcome(prefer) && part.act !== 'delete') return reply.send(outcome(remarks(part)));
  return part.act === 'delete' ? reply.code(204).send() : reply.send();
}

export function refusedAnswer(reply: FastifyReply, issues: readonly PostIssue[]): FastifyReply {
  const isUnsupported = issues.every(({ code }) => code === 'not-supported');
  return reply.code(isUnsupported ? 422 : 400).send(outcome(issues.map(refusal)));
}

/** A Bundle is answered by a Bundle of the same length; what else was posted to the base, by nothing. */
export function bundleAnswer(
  reply: FastifyReply,
  read: ReadPost,
  prefer: string | string[] | undefined,
): FastifyReply {
  if (read.kind === 'refused') return refusedAnswer(reply, read.issues);
  if (read.bundle !== 'batch' && read.bundle !== 'transaction') return reply.code(200).send();
  return reply.code(200).send({
    resourceType: 'Bundle',
    type: `${read.bundle}-response`,
    entry: read.parts.map((part) => ({ response: entryResponse(part, wantsOutcome(prefer)) })),
  });
}

function entryResponse(part: Part, withOutcome: boolean) {
  if (part.kind === 'refused') return { status: '400', outcome: outcome([refusal(part.issue)]) };
  return {
    status: String(part.act === 'delete' ? 204 : statusOf(part)),
    ...(part.act === 'delete' ? {} : { location: placeOf(part) }),
    ...(withOutcome || part.findings.length > 0 ? { outcome: outcome(remarks(part)) } : {}),
  };
}

const statusOf = ({ act }: TakenPart): number => (act === 'create' ? 201 : 200);

const placeOf = ({ arrival }: TakenPart): string =>
  arrival.version === ''
    ? `${arrival.type}/${arrival.id}`
    : `${arrival.type}/${arrival.id}/_history/${arrival.version}`;

const wantsOutcome = (prefer: string | string[] | undefined): boolean =>
  String(prefer ?? '').includes('return=OperationOutcome');
