import { z } from 'zod';
import { type Problem, problem } from '#core';
import { type Hook, hooks } from '#practice';

const id = z.string().min(1).max(200);
const fhirId = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, 'a FHIR id');
const bundle = z.looseObject({ resourceType: z.literal('Bundle') });

const everywhere = { userId: id, patientId: fhirId };
const contexts = {
  'patient-view': z.looseObject({ ...everywhere, encounterId: fhirId.nullish() }),
  'encounter-start': z.looseObject({ ...everywhere, encounterId: fhirId }),
  'order-select': z.looseObject({
    ...{ ...everywhere, encounterId: fhirId.nullish() },
    selections: z.array(z.string()),
    draftOrders: bundle,
  }),
  'order-sign': z.looseObject({
    ...{ ...everywhere, encounterId: fhirId.nullish() },
    draftOrders: bundle,
  }),
} as const;

const authorization = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.literal('Bearer'),
});

const envelope = z.looseObject({
  hook: z.enum(hooks),
  hookInstance: id,
  fhirServer: z.url({ protocol: /^https?$/ }).nullish(),
  fhirAuthorization: authorization.nullish(),
  prefetch: z.record(z.string(), z.unknown()).nullish(),
});

/** A call of a service, as CDS Hooks 2.0 writes it, read as far as we need it. */
export interface HookRequest {
  readonly hook: Hook;
  readonly hookInstance: string;
  readonly patientId: string;
  /** The context's texts, which prefetch templates may name. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly prefetch: Readonly<Record<string, unknown>>;
  readonly fhirServer: string | null;
  readonly accessToken: string | null;
}

export type ReadHookRequest =
  | { readonly kind: 'request'; readonly request: HookRequest }
  | { readonly kind: 'unreadable'; readonly problem: Problem };

/** Reads a request, or says which field is not as CDS Hooks asks for it; never with a value from the request. */
export function readHookRequest(json: unknown): ReadHookRequest {
  const read = envelope.safeParse(json);
  if (!read.success) return unreadable(read.error, '');
  const { hook, hookInstance, fhirServer, fhirAuthorization, prefetch } = read.data;
  const context = contexts[hook].safeParse(read.data.context);
  if (!context.success) return unreadable(context.error, 'context.');
  return {
    kind: 'request',
    request: {
      ...{ hook, hookInstance, patientId: context.data.patientId, context: context.data },
      prefetch: prefetch ?? {},
      fhirServer: fhirServer ?? null,
      accessToken: fhirAuthorization?.access_token ?? null,
    },
  };
}

function unreadable({ issues }: z.ZodError, within: string): ReadHookRequest {
  const field = `${within}${issues[0]?.path.join('.') ?? ''}`;
  return {
    kind: 'unreadable',
    problem: problem(
      'hook-request-form',
      `The field '${field}' of the request is missing or not as CDS Hooks describes it.`,
      'Send hook, hookInstance and the context of the hook as CDS Hooks 2.0 describes them.',
      field,
    ),
  };
}
