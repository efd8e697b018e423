import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { type CommandName, commandAnswerSchema, commandSchemas } from '#api';
import { type Command, type CommandAnswer, type Context, commands, notFound } from '#application';
import { inputAs } from '../request-input.ts';
import type { House } from './opened.ts';

type Run = (context: Context, body: unknown) => Promise<CommandAnswer>;

/** The compiler holds the command to the input of the contract. */
const given =
  <Input extends { readonly requestId: string }>(
    schema: z.ZodType<Input>,
    command: Command<Input>,
  ): Run =>
  (context, body) =>
    command.run(context, inputAs(schema, body));

const run: { readonly [N in CommandName]: Run } = {
  'thread.open-from-signal': given(
    commandSchemas['thread.open-from-signal'],
    commands['thread.open-from-signal'],
  ),
  'thread.raise-idea': given(commandSchemas['thread.raise-idea'], commands['thread.raise-idea']),
  'thread.comment': given(commandSchemas['thread.comment'], commands['thread.comment']),
  'thread.take-over': given(commandSchemas['thread.take-over'], commands['thread.take-over']),
  'thread.close': given(commandSchemas['thread.close'], commands['thread.close']),
  'thread.reopen': given(commandSchemas['thread.reopen'], commands['thread.reopen']),
  'proposal.raise': given(commandSchemas['proposal.raise'], commands['proposal.raise']),
  'proposal.decide': given(commandSchemas['proposal.decide'], commands['proposal.decide']),
  'proposal.consider': given(commandSchemas['proposal.consider'], commands['proposal.consider']),
  'proposal.score': given(commandSchemas['proposal.score'], commands['proposal.score']),
  'proposal.open-scores': given(
    commandSchemas['proposal.open-scores'],
    commands['proposal.open-scores'],
  ),
  'proposal.declare-interest': given(
    commandSchemas['proposal.declare-interest'],
    commands['proposal.declare-interest'],
  ),
  'proposal.dissent': given(commandSchemas['proposal.dissent'], commands['proposal.dissent']),
  'proposal.reassess': given(commandSchemas['proposal.reassess'], commands['proposal.reassess']),
  'forum.set-criteria': given(commandSchemas['forum.set-criteria'], commands['forum.set-criteria']),
  'forum.start-dots': given(commandSchemas['forum.start-dots'], commands['forum.start-dots']),
  'forum.lay-dots': given(commandSchemas['forum.lay-dots'], commands['forum.lay-dots']),
  'forum.open-dots': given(commandSchemas['forum.open-dots'], commands['forum.open-dots']),
  'support.request': given(commandSchemas['support.request'], commands['support.request']),
  'support.take': given(commandSchemas['support.take'], commands['support.take']),
  'support.answer': given(commandSchemas['support.answer'], commands['support.answer']),
  'cycle.start': given(commandSchemas['cycle.start'], commands['cycle.start']),
  'cycle.record-do': given(commandSchemas['cycle.record-do'], commands['cycle.record-do']),
  'cycle.record-study': given(commandSchemas['cycle.record-study'], commands['cycle.record-study']),
  'cycle.record-act': given(commandSchemas['cycle.record-act'], commands['cycle.record-act']),
  'practice.make': given(commandSchemas['practice.make'], commands['practice.make']),
  'practice.bring': given(commandSchemas['practice.bring'], commands['practice.bring']),
  'practice.revise': given(commandSchemas['practice.revise'], commands['practice.revise']),
  'practice.offer': given(commandSchemas['practice.offer'], commands['practice.offer']),
  'practice.withdraw': given(commandSchemas['practice.withdraw'], commands['practice.withdraw']),
  'adoption.begin': given(commandSchemas['adoption.begin'], commands['adoption.begin']),
  'adoption.move': given(commandSchemas['adoption.move'], commands['adoption.move']),
  'adoption.set-parts': given(commandSchemas['adoption.set-parts'], commands['adoption.set-parts']),
  'adoption.take-version': given(
    commandSchemas['adoption.take-version'],
    commands['adoption.take-version'],
  ),
  'adoption.adapt': given(commandSchemas['adoption.adapt'], commands['adoption.adapt']),
  'adoption.check-fidelity': given(
    commandSchemas['adoption.check-fidelity'],
    commands['adoption.check-fidelity'],
  ),
  'number.challenge': given(commandSchemas['number.challenge'], commands['number.challenge']),
  'number.conclude': given(commandSchemas['number.conclude'], commands['number.conclude']),
  'quality.set-threshold': given(
    commandSchemas['quality.set-threshold'],
    commands['quality.set-threshold'],
  ),
  'balance.set': given(commandSchemas['balance.set'], commands['balance.set']),
  'instrument.choose': given(commandSchemas['instrument.choose'], commands['instrument.choose']),
  'alert.acknowledge': given(commandSchemas['alert.acknowledge'], commands['alert.acknowledge']),
  'decision-support.set': given(
    commandSchemas['decision-support.set'],
    commands['decision-support.set'],
  ),
  'decision-support.trust': given(
    commandSchemas['decision-support.trust'],
    commands['decision-support.trust'],
  ),
  'decision-support.distrust': given(
    commandSchemas['decision-support.distrust'],
    commands['decision-support.distrust'],
  ),
  'message.read': given(commandSchemas['message.read'], commands['message.read']),
  'message.wish': given(commandSchemas['message.wish'], commands['message.wish']),
  'message.set-weights': given(
    commandSchemas['message.set-weights'],
    commands['message.set-weights'],
  ),
  'message.set-type': given(commandSchemas['message.set-type'], commands['message.set-type']),
  'rule.set': given(commandSchemas['rule.set'], commands['rule.set']),
  'rule.remove': given(commandSchemas['rule.remove'], commands['rule.remove']),
  'case.expect': given(commandSchemas['case.expect'], commands['case.expect']),
  'forum.record-meeting': given(
    commandSchemas['forum.record-meeting'],
    commands['forum.record-meeting'],
  ),
  'chart.recalculate': given(commandSchemas['chart.recalculate'], commands['chart.recalculate']),
};

const isCommand = (name: string): name is CommandName => Object.hasOwn(run, name);

export function commandRoutes(server: FastifyInstance, { contextOf }: House): void {
  server.post<{ Params: { name: string } }>('/api/commands/:name', async (request) => {
    const context = await contextOf(request);
    const { name } = request.params;
    if (!isCommand(name)) throw notFound('command', name);
    return commandAnswerSchema.parse(await run[name](context, request.body));
  });
}
