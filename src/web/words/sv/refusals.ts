import type { refusals as english } from '../en/refusals.ts';

/** Det som avvisades kring forum, regler och arbetssätt: vad som fanns, vad som var tillåtet och nästa steg. */
export const refusals: Record<keyof typeof english, string> = {
  'problem.already-adopting':
    'Enheten har redan tagit upp arbetssättet: version {version}, {stage}.',
  'problem.stage-not-next':
    'Här är arbetssättet ”{stage}” och kan inte bli ”{wantedStage}” därifrån.',
  'tip.stage-not-next':
    'Möjligt härnäst: {nextStages}. Det som avslutats förblir avslutat; ta upp arbetssättet på nytt för att pröva igen.',
  'problem.part-out-of-range':
    '”{part}” är {found}; arbetssättet tillåter {least} till {greatest}{unit}.',
  'tip.part-out-of-range':
    'Välj ett värde inom det som är tillåtet, eller be den som har hand om arbetssättet om en ny version.',
  'problem.part-not-a-choice': '”{part}” är {found}; arbetssättet tillåter {choices}.',
  'tip.part-not-a-choice':
    'Välj ett av dem, eller be den som har hand om arbetssättet om en ny version.',
  'problem.carried-rule-unknown': 'Det finns inget råd som heter ”{rule}”.',
  'tip.carried-rule-unknown': 'Välj ett som finns, eller inget.',
  'problem.carried-rule-gone':
    'Version {version} av ”{title}” för med sig rådet ”{rule}”, som inte finns längre.',
  'tip.carried-rule-gone':
    'Be den som har hand om arbetssättet om en ny version, eller den som sköter biblioteket att ta tillbaka regeln.',
  'problem.part-beyond-rule': '”{part}” får vara {found}; rådet tillåter {min} till {max}.',
  'tip.part-beyond-rule': 'Snäva in det till vad rådet tillåter.',
  'problem.rule-allows-less-now': '”{part}” är {found}; rådet tillåter nu {min} till {max}.',
  'tip.rule-allows-less-now': 'Välj ett värde inom det.',
  'problem.rule-parameter-unknown': 'Rådet har inget att ställa in som heter ”{parameter}”.',
  'tip.rule-parameter-unknown': 'Det har: {parameters}.',
  'problem.steered-twice': 'Två delar ställer in ”{parameter}” hos rådet.',
  'tip.steered-twice': 'Låt en av dem göra det.',
  'problem.part-steers-nothing': 'En del ska ställa in ett råd, och inget hör till arbetssättet.',
  'tip.part-steers-nothing': 'Välj rådet, eller ta bort delen.',
  'problem.rule-of-another-adoption':
    'Ett annat arbetssätt på enheten har redan slagit på samma råd.',
  'tip.rule-of-another-adoption': 'Avsluta det först, eller överväg bara det här.',
  'problem.rule-belongs-to-adoption':
    'Rådet hör till ett arbetssätt på enheten, och slås inte av för sig.',
  'tip.rule-belongs-to-adoption':
    'Låt det lyssna utan att visa något, eller avsluta arbetssättet på enheten.',
  'problem.parameter-belongs-to-adoption':
    'Ett arbetssätt på enheten har ställt in detta på {standing}, inte {found}.',
  'tip.parameter-belongs-to-adoption': 'Ställ in det på sidan om arbetssättet på enheten.',
  'problem.parts-set-meanwhile': 'Någon har ställt in det annorlunda sedan du såg det.',
  'tip.parts-set-meanwhile':
    'Se hur det är inställt nu, och ställ in det igen om du fortfarande vill.',
  'problem.version-taken-meanwhile':
    'Enheten har gått över till version {version} sedan du såg det.',
  'tip.version-taken-meanwhile': 'Se hur den arbetar nu.',
  'problem.version-not-newer': 'Enheten arbetar redan enligt version {version}.',
  'tip.version-not-newer': 'Välj en nyare version.',
  'problem.adoption-stopped': 'Enheten har slutat arbeta så.',
  'tip.adoption-stopped': 'Ta upp arbetssättet på nytt för att pröva igen.',
  'problem.part-empty': '”{part}” är tomt.',
  'tip.part-empty': 'Skriv vad som gäller på enheten.',
  'problem.part-unknown': 'Arbetssättet har ingen ställbar del som heter ”{part}”.',
  'tip.part-unknown': 'Skriv det i stället som något som görs annorlunda, med skälet.',
  'problem.part-twice': 'Två ställbara delar heter ”{part}”.',
  'tip.part-twice': 'Ge var och en sitt eget namn.',
  'problem.essential-unknown':
    'Arbetssättet nämner inget som måste vara kvar med namnet ”{essential}”.',
  'tip.essential-unknown':
    'Välj bland det som måste vara kvar i den version som enheten har tagit upp.',
  'problem.adaptation-touches-essential':
    'Anpassningen rör det som måste vara kvar (”{essential}”) och kallas ändå stämmande med arbetssättet.',
  'problem.cycle-not-kept':
    'Förändringen lades ned; ett arbetssätt görs av en som behölls eller anpassades.',
  'tip.cycle-not-kept': 'Starta en ny cykel med en annan förändring.',
  'problem.cycle-without-verdict':
    'Cykeln har ingen bedömning ännu; ett arbetssätt görs av en förändring som behölls eller anpassades.',
  'tip.cycle-without-verdict': 'Avsluta cykeln först.',
  'problem.cycle-elsewhere': 'Den förbättringscykeln hör till en annan enhet.',
  'tip.cycle-elsewhere': 'Ange en cykel på enheten som tar upp arbetssättet, eller ingen.',
  'problem.chosen-and-mandated':
    'Ett arbetssätt som enheten väljer själv är inte ålagt av något forum.',
  'tip.chosen-and-mandated': 'Utelämna forumet, eller säg att det är ålagt.',
  'problem.practice-expired': 'Version {version} av ”{title}” kunde tas upp till och med {day}.',
  'tip.practice-expired':
    'Välj en version som gäller, eller be den som har hand om arbetssättet att se över det och göra en ny.',
  'problem.practice-withdrawn': 'Version {version} av ”{title}” återkallades {day}: {reason}',
  'tip.practice-withdrawn':
    'Välj en version som gäller, eller be den som har hand om arbetssättet om en ny.',
  'problem.practice-already-offered': 'Arbetssättet har legat i det gemensamma sedan {day}.',
  'tip.practice-already-offered': 'Berätta för enheterna du tänker på.',
  'problem.practice-without-measure': 'Arbetssättet nämner inget mått.',
  'tip.practice-without-measure': 'Välj måttet som effekten bedöms med.',
  'problem.expiry-past': 'Arbetssättet skulle ha gått ut {day}, innan det görs.',
  'tip.expiry-past': 'Välj en senare dag, eller ingen.',
  'problem.criterion-twice': 'Två kriterier heter likadant.',
  'tip.criterion-twice': 'Ge varje kriterium sitt eget namn.',
  'problem.meeting-not-yet-held': 'Mötet {day} har inte hållits ännu.',
  'tip.meeting-not-yet-held': 'Skriv protokollet samma dag eller efteråt.',
  'problem.meeting-has-minutes': 'Mötet {day} har redan ett protokoll.',
  'tip.meeting-has-minutes': 'Läs det; det som beslutades står i trådarna, vem som än skrev först.',
  'problem.strangers-present':
    '{count, plural, one {En av de närvarande sitter} other {# av de närvarande sitter}} inte i forumet.',
  'tip.strangers-present': 'Ange bara ledamöter; gäster kan nämnas i anteckningarna.',
  'problem.not-this-forums-to-decide':
    'Enligt reglerna beslutar forumet inte självt om ett sådant förslag, eftersom {because}.',
  'tip.not-this-forums-to-decide':
    'Skicka det vidare till {forum}, eller parkera det till ett datum.',
  'problem.quorum-not-met':
    'Forumet behöver {needed} ledamöter för att besluta, och {takingPart} deltar.',
  'problem.quorum-cannot-be-met':
    'Forumet behöver {needed} ledamöter för att besluta, och bara {free} kan: de andra saknas eller har anmält jäv.',
  'problem.dots-not-right':
    'Du har {dots, plural, one {en prick} other {# prickar}} för {proposals} förslag, och har lagt {laid}.',
  'tip.dots-not-right': 'Lägg mellan 1 och {dots}, bara på omgångens förslag.',
  'problem.nothing-to-choose':
    'För att välja behövs {needed} förslag, och {waiting, plural, =0 {inget väntar} one {ett väntar} other {# väntar}} här.',
  'problem.decision-not-possible': 'Ett förslag som är ”{state}” kan inte få beslutet ”{outcome}”.',
  'tip.decision-not-possible': 'Möjligt nu: {outcomes}.',
  'problem.rules-contradict': 'Reglerna ”{one}” och ”{other}” har samma rang och ger olika svar.',
  'tip.rules-contradict':
    'Snäva in en av dem, eller ge en av dem högre rang. Till dess skickas förslag vidare för hand.',
  'problem.rule-missing': 'Ingen beslutsregel säger vad {forum} gör med ett sådant ärende.',
  'tip.rule-missing': 'Lägg till en regel. Till dess skickas förslag vidare för hand.',
  'problem.nowhere-to-send':
    'Regeln ”{rule}” skickar ärendet vidare från {forum}, och det finns inget sådant forum.',
  'tip.nowhere-to-send':
    'Lägg till forumet, eller låt regeln säga något annat. Till dess skickas förslag vidare för hand.',
  'problem.rules-loop': 'Reglerna skickar ärendet runt i en ring: {rules}.',
  'tip.rules-loop': 'Låt en av reglerna besluta, eller lämna ärendet någon annanstans.',
  'problem.forum-empty': '{forum} har inga ledamöter.',
  'tip.forum-empty': 'Ange vilka som möts där, och vem som är ordförande.',
  'problem.quorum-out-of-reach':
    '{forum} behöver {quorum} röstande ledamöter för ett beslut och har {voting}.',
  'tip.quorum-out-of-reach': 'Sänk kravet, eller lägg till ledamöter som röstar.',
  'problem.kind-unreachable':
    'Inget som väcks på enheterna når någonsin det här slaget av forum: {kind}.',
  'tip.kind-unreachable':
    'Lägg till en regel som skickar dit det som forumet är till för, eller var utan det.',
  'problem.too-many-combinations':
    'Egenskaperna ger {combinations} olika ärenden; högst {allowed} kan gås igenom.',
  'tip.too-many-combinations': 'Låt några egenskaper ha färre värden, eller ta bort en.',
  'problem.cases-move':
    '{count, plural, one {Ett fiktivt ärende} other {# fiktiva ärenden}} skulle hamna någon annanstans. {paths}.',
  'tip.cases-move':
    'Säg att det är meningen, eller ändra regeln; rätta sedan var ärendena ska hamna.',
  'problem.rule-gone': 'Det finns ingen regel ”{rule}” längre.',
  'tip.rule-gone': 'Någon kan ha tagit bort den; se på reglerna igen.',
  'problem.last-rule': 'Det här är den enda regeln.',
  'tip.last-rule': 'Skriv först den som ska ta dess plats.',
  'problem.case-gone': 'Det finns inget fiktivt ärende ”{case}” längre.',
  'tip.case-gone': 'Se på ärendena igen.',
  'problem.simulation-too-long':
    'Simuleringen skulle följa ungefär {visits} besök i forum; {allowed} är tillåtna.',
  'tip.simulation-too-long': 'Simulera färre ärenden.',
};
