/** What was refused around forums, rules and practices: what was found, what was allowed, and the next step. */
export const refusals = {
  'problem.already-adopting':
    'This unit has taken the practice up already: version {version}, {stage}.',
  'problem.stage-not-next':
    'Here the practice is “{stage}”, and cannot become “{wantedStage}” from there.',
  'tip.stage-not-next':
    'Possible next: {nextStages}. A stopped adoption stays stopped; take the practice up anew to try again.',
  'problem.part-out-of-range':
    '“{part}” is {found}; the practice allows {least} to {greatest}{unit}.',
  'tip.part-out-of-range':
    'Choose a value within what is allowed, or ask the owner of the practice for a new version.',
  'problem.part-not-a-choice': '“{part}” is {found}; the practice allows {choices}.',
  'tip.part-not-a-choice':
    'Choose one of these, or ask the owner of the practice for a new version.',
  'problem.carried-rule-unknown': 'There is no advice called “{rule}”.',
  'tip.carried-rule-unknown': 'Choose one that is there, or none.',
  'problem.carried-rule-gone':
    'Version {version} of “{title}” brings the advice “{rule}”, which is no longer there.',
  'tip.carried-rule-gone':
    'Ask the owner for a new version, or whoever looks after the library to bring the rule back.',
  'problem.part-beyond-rule': '“{part}” may be {found}; the advice allows {min} to {max}.',
  'tip.part-beyond-rule': 'Narrow it to what the advice allows.',
  'problem.rule-allows-less-now': '“{part}” is {found}; the advice now allows {min} to {max}.',
  'tip.rule-allows-less-now': 'Choose a value within that.',
  'problem.rule-parameter-unknown': 'The advice has nothing to set called “{parameter}”.',
  'tip.rule-parameter-unknown': 'It has: {parameters}.',
  'problem.steered-twice': 'Two parts set “{parameter}” of the advice.',
  'tip.steered-twice': 'Let one of them set it.',
  'problem.part-steers-nothing': 'A part is to set an advice, and none belongs to the practice.',
  'tip.part-steers-nothing': 'Choose the advice, or remove the part.',
  'problem.rule-of-another-adoption':
    'Another practice that this unit works by has switched the same advice on.',
  'tip.rule-of-another-adoption': 'Stop that one first, or only consider this one.',
  'problem.rule-belongs-to-adoption':
    'The advice belongs to a practice that this unit works by, so it is not switched off by itself.',
  'tip.rule-belongs-to-adoption':
    'Let it listen and show nothing, or stop the practice in the unit.',
  'problem.parameter-belongs-to-adoption':
    'A practice that this unit works by has set this to {standing}, not {found}.',
  'tip.parameter-belongs-to-adoption': 'Set it on the page of the practice in the unit.',
  'problem.parts-set-meanwhile': 'Somebody has set it otherwise since you looked.',
  'tip.parts-set-meanwhile': 'Look at how it is set now, and set it again if you still want to.',
  'problem.version-taken-meanwhile':
    'The unit has gone over to version {version} since you looked.',
  'tip.version-taken-meanwhile': 'Look at how it works now.',
  'problem.version-not-newer': 'The unit works by version {version} already.',
  'tip.version-not-newer': 'Choose a newer version.',
  'problem.adoption-stopped': 'The unit has stopped working by this practice.',
  'tip.adoption-stopped': 'Take the practice up anew to try again.',
  'problem.part-empty': '“{part}” is left empty.',
  'tip.part-empty': 'Write what applies in this unit.',
  'problem.part-unknown': 'The practice has no adaptable part called “{part}”.',
  'tip.part-unknown': 'Record it as something done otherwise instead, with its reason.',
  'problem.part-twice': 'Two adaptable parts are called “{part}”.',
  'tip.part-twice': 'Give each a name of its own.',
  'problem.essential-unknown': 'The practice names nothing that must stay called “{essential}”.',
  'tip.essential-unknown': 'Choose among what must stay in the version that the unit has taken up.',
  'problem.adaptation-touches-essential':
    'The adaptation touches what must stay (“{essential}”) and is called consistent with the practice.',
  'problem.cycle-not-kept':
    'This change was dropped; a practice is made from one that was kept or adapted.',
  'tip.cycle-not-kept': 'Start a new cycle with another change.',
  'problem.cycle-without-verdict':
    'This cycle has no verdict yet; a practice is made from a change that was kept or adapted.',
  'tip.cycle-without-verdict': 'Finish the cycle first.',
  'problem.cycle-elsewhere': 'That improvement cycle belongs to another unit.',
  'tip.cycle-elsewhere': 'Name a cycle of the unit that takes the practice up, or none.',
  'problem.chosen-and-mandated': 'A practice that the unit chooses itself is mandated by no forum.',
  'tip.chosen-and-mandated': 'Leave the forum out, or say that it is mandated.',
  'problem.practice-expired': 'Version {version} of “{title}” could be taken up until {day}.',
  'tip.practice-expired':
    'Choose a version in force, or ask the owner to look it over and make a new one.',
  'problem.practice-withdrawn': 'Version {version} of “{title}” was withdrawn on {day}: {reason}',
  'tip.practice-withdrawn': 'Choose a version in force, or ask the owner for a new one.',
  'problem.practice-already-offered': 'The practice has lain on the commons since {day}.',
  'tip.practice-already-offered': 'Tell the units you think of about it.',
  'problem.practice-without-measure': 'The practice names no measure.',
  'tip.practice-without-measure': 'Choose the measure by which its effect is judged.',
  'problem.expiry-past': 'The practice would have expired on {day}, before it is made.',
  'tip.expiry-past': 'Choose a later day, or none.',
  'problem.criterion-twice': 'Two criteria have the same name.',
  'tip.criterion-twice': 'Give each criterion a name of its own.',
  'problem.meeting-not-yet-held': 'The meeting of {day} has not been held yet.',
  'tip.meeting-not-yet-held': 'Write its minutes on the day, or afterwards.',
  'problem.meeting-has-minutes': 'The meeting of {day} has minutes already.',
  'tip.meeting-has-minutes':
    'Read them; what was decided stands in the threads whoever wrote first.',
  'problem.strangers-present':
    '{count, plural, one {One of those present does} other {# of those present do}} not sit in this forum.',
  'tip.strangers-present': 'Name members only; guests can be named in the notes.',
  'problem.not-this-forums-to-decide':
    'By the rules, this forum does not decide such a proposal itself, because {because}.',
  'tip.not-this-forums-to-decide': 'Pass it on to {forum}, or park it until a date.',
  'problem.quorum-not-met':
    'The forum needs {needed} members to decide, and {takingPart} take part.',
  'problem.quorum-cannot-be-met':
    'The forum needs {needed} members to decide, and only {free} can: the others are missing or have declared an interest.',
  'problem.dots-not-right':
    'You have {dots, plural, one {one dot} other {# dots}} for {proposals} proposals, and laid {laid}.',
  'tip.dots-not-right': 'Lay from 1 to {dots}, on proposals of this round only.',
  'problem.nothing-to-choose':
    'Choosing needs {needed} proposals, and {waiting, plural, =0 {none waits} one {one waits} other {# wait}} here.',
  'problem.decision-not-possible':
    'A proposal that is “{state}” cannot get the decision “{outcome}”.',
  'tip.decision-not-possible': 'Possible now: {outcomes}.',
  'problem.rules-contradict':
    'The rules “{one}” and “{other}” stand as high, and give different answers.',
  'tip.rules-contradict':
    'Narrow one of them, or let one stand higher. Until then, proposals are passed on by hand.',
  'problem.rule-missing': 'No rule of decision says what {forum} does with such a matter.',
  'tip.rule-missing': 'Add a rule for it. Until then, proposals are passed on by hand.',
  'problem.nowhere-to-send':
    'The rule “{rule}” sends the matter on from {forum}, and there is no such forum.',
  'tip.nowhere-to-send':
    'Add the forum, or let the rule say something else. Until then, proposals are passed on by hand.',
  'problem.rules-loop': 'The rules send the matter round in a ring: {rules}.',
  'tip.rules-loop': 'Let one of these rules decide, or hand the matter somewhere else.',
  'problem.forum-empty': '{forum} has no members.',
  'tip.forum-empty': 'Name who meets there, and who chairs.',
  'problem.quorum-out-of-reach':
    '{forum} needs {quorum} voting members for a decision and has {voting}.',
  'tip.quorum-out-of-reach': 'Lower the quorum, or add members who vote.',
  'problem.kind-unreachable':
    'Nothing raised in the units ever comes to this kind of forum: {kind}.',
  'tip.kind-unreachable': 'Add a rule that sends it what it is for, or do without it.',
  'problem.too-many-combinations':
    'The attributes make {combinations} different matters; up to {allowed} can be looked through.',
  'tip.too-many-combinations': 'Let some attributes have fewer values, or leave one out.',
  'problem.cases-move':
    '{count, plural, one {A fictive case} other {# fictive cases}} would end elsewhere. {paths}.',
  'tip.cases-move':
    'Say that this is meant, or change the rule; then correct where the cases must end.',
  'problem.rule-gone': 'There is no rule “{rule}” any more.',
  'tip.rule-gone': 'Somebody may have removed it; look at the rules again.',
  'problem.last-rule': 'This is the only rule there is.',
  'tip.last-rule': 'Write the one that takes its place first.',
  'problem.case-gone': 'There is no fictive case “{case}” any more.',
  'tip.case-gone': 'Look at the cases again.',
  'problem.simulation-too-long':
    'This simulation would follow about {visits} visits to forums; {allowed} are allowed.',
  'tip.simulation-too-long': 'Simulate fewer matters.',
} as const;
