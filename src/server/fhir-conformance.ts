/** GET /fhir/.well-known/smart-configuration: how a program proves itself. */
export const smartConfiguration = (base: string) => ({
  token_endpoint: `${base}/auth/token`,
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  grant_types_supported: ['client_credentials'],
  scopes_supported: ['system/*.cud', 'system/*.write'],
  capabilities: ['client-confidential-asymmetric', 'permission-v1', 'permission-v2'],
});

/** GET /fhir/metadata: what is taken in, and that nothing is given out. */
export const capabilityStatement = (base: string, now: string) => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: now,
  kind: 'instance',
  software: { name: 'Gyrus' },
  implementation: {
    description:
      'Takes records into Gyrus as they are made; an answer of success means: on the disk.',
    url: base,
  },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json', 'json'],
  rest: [
    {
      mode: 'server',
      documentation:
        'POST, PUT and DELETE of any resource type; batch and transaction Bundles, histories and notifications of Subscriptions at the base. Nothing is read here.',
      security: {
        service: [
          {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                code: 'SMART-on-FHIR',
              },
            ],
          },
        ],
        extension: [
          {
            url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
            extension: [{ url: 'token', valueUri: `${base}/auth/token` }],
          },
        ],
      },
      interaction: [{ code: 'transaction' }, { code: 'batch' }],
    },
  ],
});
