import { adaptPractice } from './adoption-adapt.ts';
import { beginAdopting } from './adoption-begin.ts';
import { checkFidelity } from './adoption-check-fidelity.ts';
import { moveAdoption } from './adoption-move.ts';
import { setAdoptedParts } from './adoption-set-parts.ts';
import { takeNewerVersion } from './adoption-take-version.ts';
import { acknowledgeAlert } from './alert-acknowledge.ts';
import { setBalance } from './balance-set.ts';
import { expectCase } from './case-expect.ts';
import { recalculateChart } from './chart-recalculate.ts';
import { recordCycleAct } from './cycle-record-act.ts';
import { recordCycleDo } from './cycle-record-do.ts';
import { recordCycleStudy } from './cycle-record-study.ts';
import { startCycle } from './cycle-start.ts';
import { setDecisionSupport } from './decision-support-set.ts';
import { distrustClient, trustClient } from './decision-support-trust.ts';
import { layForumDots, openForumDots, startDots } from './forum-dots.ts';
import { recordMeeting } from './forum-record-meeting.ts';
import { setForumCriteria } from './forum-set-criteria.ts';
import { chooseInstrument } from './instrument-choose.ts';
import { readMessage } from './message-read.ts';
import { setMessageType } from './message-set-type.ts';
import { setMessageWeights } from './message-set-weights.ts';
import { wishMessages } from './message-wish.ts';
import { challengeNumber, concludeChallenge } from './number-challenge.ts';
import { bringPractice } from './practice-bring.ts';
import { makePractice } from './practice-make.ts';
import { offerPractice } from './practice-offer.ts';
import { revisePractice } from './practice-revise.ts';
import { withdrawPractice } from './practice-withdraw.ts';
import { considerProposal } from './proposal-consider.ts';
import { decideProposal } from './proposal-decide.ts';
import { declareProposalInterest } from './proposal-declare-interest.ts';
import { dissentFromProposal } from './proposal-dissent.ts';
import { openProposalScores } from './proposal-open-scores.ts';
import { raiseProposal } from './proposal-raise.ts';
import { reassessProposal } from './proposal-reassess.ts';
import { scoreProposal } from './proposal-score.ts';
import { setQualityThreshold } from './quality-set-threshold.ts';
import { removeRule } from './rule-remove.ts';
import { setRule } from './rule-set.ts';
import { answerSupport, requestSupport, takeSupport } from './support-request.ts';
import { closeThread } from './thread-close.ts';
import { commentOnThread } from './thread-comment.ts';
import { openFromSignal } from './thread-open-from-signal.ts';
import { raiseIdea } from './thread-raise-idea.ts';
import { reopenThread } from './thread-reopen.ts';
import { takeOverThread } from './thread-take-over.ts';

/** Every change by a person, by name. */
export const commands = {
  'thread.open-from-signal': openFromSignal,
  'thread.raise-idea': raiseIdea,
  'thread.comment': commentOnThread,
  'thread.take-over': takeOverThread,
  'thread.close': closeThread,
  'thread.reopen': reopenThread,
  'proposal.raise': raiseProposal,
  'proposal.consider': considerProposal,
  'proposal.score': scoreProposal,
  'proposal.open-scores': openProposalScores,
  'proposal.declare-interest': declareProposalInterest,
  'proposal.decide': decideProposal,
  'proposal.dissent': dissentFromProposal,
  'proposal.reassess': reassessProposal,
  'forum.set-criteria': setForumCriteria,
  'forum.start-dots': startDots,
  'forum.lay-dots': layForumDots,
  'forum.open-dots': openForumDots,
  'support.request': requestSupport,
  'support.take': takeSupport,
  'support.answer': answerSupport,
  'cycle.start': startCycle,
  'cycle.record-do': recordCycleDo,
  'cycle.record-study': recordCycleStudy,
  'cycle.record-act': recordCycleAct,
  'practice.make': makePractice,
  'practice.bring': bringPractice,
  'practice.revise': revisePractice,
  'practice.offer': offerPractice,
  'practice.withdraw': withdrawPractice,
  'adoption.begin': beginAdopting,
  'adoption.move': moveAdoption,
  'adoption.set-parts': setAdoptedParts,
  'adoption.take-version': takeNewerVersion,
  'adoption.adapt': adaptPractice,
  'adoption.check-fidelity': checkFidelity,
  'number.challenge': challengeNumber,
  'number.conclude': concludeChallenge,
  'quality.set-threshold': setQualityThreshold,
  'balance.set': setBalance,
  'instrument.choose': chooseInstrument,
  'alert.acknowledge': acknowledgeAlert,
  'decision-support.set': setDecisionSupport,
  'decision-support.trust': trustClient,
  'decision-support.distrust': distrustClient,
  'message.read': readMessage,
  'message.wish': wishMessages,
  'message.set-weights': setMessageWeights,
  'message.set-type': setMessageType,
  'rule.set': setRule,
  'rule.remove': removeRule,
  'case.expect': expectCase,
  'forum.record-meeting': recordMeeting,
  'chart.recalculate': recalculateChart,
} as const;
