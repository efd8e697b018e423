import { z } from 'zod';

const id = z.string().min(1).max(100);
const words = z.string().trim().min(1).max(4000);
const title = z.string().trim().min(1).max(200);
const requestId = z.string().min(8).max(100);

const address = z.url({ protocol: /^https?$/ }).max(500);
const origin = z
  .string()
  .max(200)
  .regex(/^https?:\/\/[^/\s]+$/, 'scheme and host only, as https://app.example');

/** Public keys of a client as a JSON Web Key Set; a private part is refused, since it must never leave the client. */
const publicKeys = z.object({
  keys: z
    .array(
      z
        .looseObject({ kty: z.enum(['RSA', 'EC']), kid: z.string().min(1).max(200) })
        .refine((key) => !('d' in key), 'a public key only; never send the private part'),
    )
    .min(1)
    .max(20),
});

/** The commands on decision-support rules and the programs that ask them. */
export const decisionSupportCommandSchemas = {
  'decision-support.set': z.object({
    requestId,
    ruleId: id,
    unitId: id,
    mode: z.enum(['on', 'silent', 'off']),
    parameters: z.record(id, z.number()).default({}),
    randomised: z
      .object({
        by: z.enum(['patient', 'unit']),
        share: z.number().gt(0).lt(1),
        seed: z.string().min(1).max(100),
      })
      .nullable()
      .default(null),
    reason: words,
  }),
  'decision-support.trust': z
    .object({
      requestId,
      issuer: z.string().min(1).max(500),
      name: title,
      jwks: publicKeys.nullable().default(null),
      jwksUrl: address.nullable().default(null),
      fhirServers: z.array(address).max(20).default([]),
      origins: z.array(origin).max(20).default([]),
      purposes: z
        .array(z.enum(['advice', 'feed']))
        .min(1)
        .max(2)
        .default(['advice']),
      reason: words,
    })
    .refine(({ jwks, jwksUrl }) => (jwks === null) !== (jwksUrl === null), {
      message: 'give either the keys or the address where they are published',
      path: ['jwks'],
    }),
  'decision-support.distrust': z.object({
    requestId,
    issuer: z.string().min(1).max(500),
    reason: words,
  }),
} as const;
