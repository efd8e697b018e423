import { type Application, organisationInForce } from '../context.ts';

/** What is said of a proposal so that the rules of decision can send it; its kind is asked for apart. */
export async function matterAttributes({ db }: Application) {
  const { attributes } = await organisationInForce(db);
  return { attributes: attributes.filter(({ id }) => id !== 'kind') };
}
