import type { Answer, RunningHouse } from './running-house.ts';

/** Somebody who answers, with the cookies of their own phone or of the unit's screen. */
export interface PatientClient {
  readonly enter: (given: { token?: string; code: string }) => Promise<Answer>;
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body: unknown) => Promise<Answer>;
}

export async function patientClient(
  { address }: Pick<RunningHouse, 'address'>,
  kioskCookie = '',
): Promise<PatientClient> {
  let cookie = kioskCookie;
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const headers = { ...(cookie === '' ? {} : { cookie }), ...init.headers };
    const response = await fetch(`${address}${path}`, { ...init, headers });
    const text = await response.text();
    return {
      ...{ status: response.status, headers: response.headers },
      body: text.startsWith('{') ? JSON.parse(text) : text,
    };
  };
  const post = (path: string, body: unknown) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    get: (path) => send(path, {}),
    post,
    enter: async ({ token, code }) => {
      const answer = await post('/api/answering/entries', { token: token ?? null, code });
      const own = answer.headers.getSetCookie().find((one) => one.startsWith('gyrus_patient='));
      if (own !== undefined)
        cookie = [kioskCookie, own.split(';')[0]].filter((one) => one !== '').join('; ');
      return answer;
    },
  };
}

export const codingAnswer = (system: string, code: string) => [{ kind: 'coding', system, code }];

/** Every answer of the well-being scale: the same to all five, and one on thoughts of harm. */
export const answerWeek = (howOften: string, thoughts: string) => [
  ...['managed', 'hopeful', 'slept', 'company', 'worthwhile'].map((linkId) => ({
    linkId,
    values: codingAnswer('https://gyrus.health/fhir/how-often', howOften),
  })),
  {
    linkId: 'thoughts',
    values: codingAnswer('https://gyrus.health/fhir/thoughts-of-harm', thoughts),
  },
];
