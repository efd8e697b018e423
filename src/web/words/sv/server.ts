import type { server as english } from '../en/server.ts';

/** What the server says in codes: cautions, reasons, methods and problems, in Swedish. */
export const server: Readonly<Record<keyof typeof english, string>> = {
  'caution.trial-limits': 'gränserna vilar på få månader och kommer att flytta sig',
  'caution.no-variation': 'månaderna skiljer sig knappt åt, så gränserna är mycket snäva',
  'caution.no-limits': 'för få månader intill varandra för att dra gränser',
  'caution.no-baseline': 'en del av diagrammet saknar månader som kan sätta mittlinjen',
  'caution.empty-subgroup': 'vissa månader har ingen att räkna och är luckor',
  'caution.small-expected-counts': 'talen är små, så gränserna är grova',
  'caution.overdispersion':
    'talen sprider sig mer än slumpen förklarar; intervallet är vidgat för det',
  'caution.autocorrelation':
    'månader intill varandra liknar varandra; intervallet tar hänsyn till det',
  'caution.short-before': 'få månader före förändringen',
  'caution.few-after': 'få månader efter förändringen',
  'caution.missing-points': 'några månader saknas',
  'caution.pre-existing-trend': 'siffrorna rörde sig redan före förändringen',
  'caution.trend-before': 'effekten mäts från den tidigare trenden om den hade fortsatt',
  'caution.part-of-a-year':
    'mindre än ett år efter förändringen: en årstid kan se ut som en effekt',
  'caution.other-change-same-month':
    'en annan förändring började samma månad; effekterna går inte att skilja åt',
  'caution.prediction-without-number': 'förutsägelsen har inget tal att jämföra med',
  'caution.prediction-is-before': 'det förutsagda värdet är det som enheten redan hade',
  'caution.prediction-not-due': 'förutsägelsens månad har inte kommit ännu',
  'caution.interval-holds-prediction':
    'intervallet rymmer både det förutsagda värdet och mindre; fler månader behövs',
  'caution.coding-changed':
    'sättet att registrera ändrades samtidigt; det kan handla om registrering, inte om vård',
  'caution.coding-change':
    'sättet att registrera ändrades samtidigt; det kan handla om registrering, inte om vård',

  'reason.no-data': 'ingen månad har data.',
  'reason.too-few-months': 'färre än sex månader har data.',
  'reason.too-few-points': 'för få månader har data.',
  'reason.no-cases': 'ingen har räknats.',
  'reason.suppressed': 'siffrorna är dolda för att skydda personer.',
  'reason.change-not-started': 'förändringen har inte börjat.',
  'reason.nothing-evaluated': 'inget mått är räknat ännu.',
  'reason.no-months-after': 'det finns inga siffror ännu från månaden då förändringen började.',
  'reason.no-months-before': 'det finns inga siffror från tiden före förändringen.',
  'reason.too-few-months-on-a-side':
    'det behövs tre månader med siffror före förändringen och tre efter.',
  'reason.no-scatter': 'månaderna är alla lika, så slump och förändring går inte att skilja åt.',
  'reason.cannot-compute': 'siffrorna före och efter går inte att jämföra.',

  'preset.nhs-making-data-count': 'NHS Making Data Count',

  'method.its-level': 'avbruten tidsserie: månaderna efter mot månaderna före',
  'method.its-level-and-trend':
    'avbruten tidsserie: månaderna efter mot den tidigare nivån och trenden om de hade fortsatt',

  'problem.not-signed-in': 'Du är inte inloggad.',
  'tip.not-signed-in': 'Logga in och försök igen.',
  'problem.starting': 'Gyrus håller på att starta.',
  'tip.starting': 'Sidan öppnas av sig själv om några sekunder.',
  'problem.not-allowed': 'Din roll ger dig inte rätt att göra det här på den här platsen.',
  'problem.our-mistake': 'Något gick fel i Gyrus; inget har ändrats.',
  'tip.our-mistake': 'Försök igen. Om felet är kvar, säg till den som driver Gyrus.',
  'problem.other-site': 'Anropet kom från en annan webbplats.',
  'tip.other-site': 'Gör ändringen på en av Gyrus egna sidor.',
  'problem.unit-not-found': 'Det finns ingen sådan enhet.',
  'tip.unit-not-found': 'Leta upp den i organisationen till vänster.',
  'problem.measure-not-found': 'Det finns inget sådant mått.',
  'tip.measure-not-found': 'Välj det på enhetens sida.',
  'problem.thread-not-found': 'Det finns ingen sådan tråd.',
  'tip.thread-not-found': 'Leta upp den i listan över trådar.',
  'problem.cycle-not-found': 'Det finns ingen sådan förbättringscykel.',
  'tip.cycle-not-found': 'Leta upp den från dess tråd.',
  'problem.thread-has-open-proposal': 'Ett förslag i tråden har inget beslut ännu.',
  'tip.thread-has-open-proposal':
    'Besluta om det först: inget som någon har föreslagit försvinner med sin tråd.',
  'problem.thread-has-open-cycle': 'En förbättringscykel i tråden har ingen bedömning ännu.',
  'tip.thread-has-open-cycle':
    'Studera den och spara bedömningen först: behållen, anpassad eller släppt.',
  'problem.thread-already-open': 'En tråd om det här måttet är redan öppen på enheten.',
  'tip.thread-already-open': 'Fortsätt där, så att ett samtal rymmer allt.',
  'problem.thread-closed': 'Den här tråden är stängd.',
  'tip.thread-closed': 'Öppna den igen med ett skäl, eller väck en ny idé.',
  'problem.cycle-already-open': 'En förbättringscykel pågår redan i tråden.',
  'tip.cycle-already-open':
    'Avsluta den först: med två förändringar på en gång kan ingen säga vilken som hjälpte.',
  'problem.no-proposal-to-try': 'Forumet har inte beslutat att pröva något i tråden ännu.',
  'tip.no-proposal-to-try': 'Lägg ett förslag, eller vänta på beslutet om det som är lagt.',
  'problem.proposal-already-decided': 'Det finns redan ett beslut om förslaget.',
  'tip.proposal-already-decided':
    'Läs beslutet i tråden; lägg ett nytt förslag om något har ändrats.',
  'problem.parked-without-date': 'Ett parkerat förslag behöver ett datum då det kommer tillbaka.',
  'tip.parked-without-date': 'Ange ett datum, eller avslå förslaget med ett skäl.',
  'problem.return-date-past': 'Den dagen ligger inte efter beslutet.',
  'tip.return-date-past': 'Välj ett senare datum.',
  'problem.no-further-forum': 'Det finns inget forum ovanför det här att skicka förslaget till.',
  'tip.no-further-forum':
    'Besluta här: pröva det, parkera det till ett datum eller avslå det med ett skäl.',
  'problem.start-month-too-far': 'Förändringen kan inte börja så långt bort.',
  'tip.start-month-too-far':
    'Kontrollera året och ange den månad då det nya arbetssättet först gällde.',
  'problem.cycle-not-there': 'Det steget kommer inte härnäst i cykeln.',
  'tip.cycle-not-there': 'Läs ovanför hur långt den har kommit.',
  'problem.already-recalculated': 'Gränserna börjar redan om den månaden.',
  'tip.already-recalculated': 'Läs i diagrammet vem som signerade det, eller välj en annan månad.',
  'problem.month-outside-chart': 'Gränserna kan inte börja om den månaden.',
  'tip.month-outside-chart': 'Välj en månad efter den första och inte efter den sista.',
  'problem.owner-out-of-reach':
    'Personen har ingen roll på enheten eller ovanför den och kan inte göra något i tråden.',
  'tip.owner-out-of-reach': 'Välj någon som arbetar på enheten eller leder den.',
  'problem.signal-already-taken-up': 'Någon har redan tagit upp signalen.',
  'tip.signal-already-taken-up': 'Fortsätt i dess tråd.',
  'problem.purpose-missing':
    'För att läsa om patienter behövs ett syfte på minst {least} bokstäver.',
  'tip.purpose-missing': 'Skriv kort vad du behöver ta reda på.',
  'problem.job-running': 'En annan inläsning eller beräkning pågår.',
  'tip.job-running': 'Vänta tills den är klar; den syns på den här sidan.',
};
