import type { frame as english } from '../en/frame.ts';

/** The frame around every page, signing in, trouble, help and plain numbers, in Swedish. */
export const frame: Readonly<Record<keyof typeof english, string>> = {
  'app.name': 'Gyrus',
  'app.skip': 'Hoppa till innehållet',
  'app.loading': 'Hämtar…',
  'app.menu': 'Meny',
  'app.close': 'Stäng',
  'app.cancel': 'Avbryt',
  'app.language': 'Language: English',
  'app.help': 'Hjälp',
  'app.person': 'Inloggad som {name}, {title}',
  'app.change-person': 'Byt person',
  'app.back-home': 'Gå till hur det går för oss',
  'app.retry': 'Försök igen',

  'place.units': 'Hur går det för oss',
  'place.needs-us': 'Vad behöver oss',
  'place.threads': 'Trådar',
  'place.data': 'Data',
  'place.organisation': 'Organisation',

  'rail.organisation': 'Var i organisationen',
  'rail.places': 'Sidor',
  'rail.search': 'Sök enhet',
  'rail.none-found': 'Ingen enhet heter så.',
  'rail.open-branch': 'Visa det som ligger under {name}',
  'rail.close-branch': 'Dölj det som ligger under {name}',

  'path.label': 'Var det här är',

  'sign-in.question': 'Vem är du i dag?',
  'sign-in.answer':
    'Välj en person för att se Gyrus med den personens behörighet. I demon är alla personer och patienter påhittade.',
  'sign-in.nobody': 'Det finns ingen att logga in som.',
  'sign-in.nobody-next':
    'Beskriv organisationen i en fil och läs in den med: npm run gyrus -- organisation FIL. Vägledningen finns i docs/guides/organisation.md.',

  'role.nurse': 'Sjuksköterska',
  'role.unit-manager': 'Enhetschef',
  'role.coordinator': 'Samordnare i verksamhetsområdet',
  'role.board-chair': 'Ordförande i divisionens råd',
  'role.analyst': 'Analytiker',
  'role.patient-representative': 'Patientföreträdare',
  'role.researcher': 'Forskare',

  'trouble.title': 'Det gick inte',
  'trouble.offline': 'Servern svarar inte.',
  'trouble.offline-next':
    'Kontrollera uppkopplingen och försök igen. Det du har skrivit finns kvar.',
  'trouble.forbidden': 'Din behörighet räcker inte hit',
  'trouble.granted-by': 'Det får: {roles}.',
  'trouble.not-found': 'Det finns ingenting på den här adressen',
  'trouble.not-found-next': 'Det kan ha flyttats. Börja med hur det går för er enhet.',
  'trouble.changed': 'Det går inte just nu',
  'trouble.not-let-in': 'Du kom inte in',
  'trouble.write-code': 'Skriv koden',
  'trouble.signed-out': 'Du är inte inloggad',
  'trouble.signed-out-next': 'Välj vem du är och kom sedan tillbaka.',
  'trouble.sign-in': 'Logga in',

  'help.question': 'Hur läser jag det här?',
  'help.answer':
    'Ett diagram frågar en sak: är den här månaden något annat än det vanliga här, eller är det brus? Bara en signal säger att något har ändrats.',
  'help.band':
    'Det ljusa bandet är det vanliga spannet: ett stabilt arbetssätt håller sig inom det, månad efter månad.',
  'help.common':
    'Ofylld punkt: inom det vanliga spannet. En månad upp eller ner betyder ingenting i sig.',
  'help.outside': 'Fylld punkt: utanför det vanliga spannet.',
  'help.shift': 'Romb: sju eller fler månader i rad på ena sidan av mittlinjen.',
  'help.trend':
    'Triangel: sju eller fler månader där varje månad är högre (eller lägre) än den förra.',
  'help.two-of-three': 'Kvadrat: två av tre månader långt ut på ena sidan.',
  'help.colours':
    'Blått är en förändring till det bättre, orange en förändring till det sämre, lila en förändring som varken är bättre eller sämre. Grått är som vanligt, och det vanliga färgas aldrig bra eller dåligt.',
  'help.shapes': 'Former',
  'help.icons': 'Symboler',
  'help.icons-variation': 'Den runda symbolen: har det ändrats?',
  'help.icons-assurance': 'Den fyrkantiga symbolen: når vi målet som vi arbetar nu?',

  'help.groups':
    'Varje grupp jämförs med alla andra på samma enhet, över alla räknade månader. Vi nämner en skillnad bara när slumpen sällan skulle ge en sådan någonstans bland alla grupper och mått som jämförs där. Den säger att vården eller dess resultat skiljer sig, inte varför. Under 30 på endera sidan säger vi inget, och små grupper är dolda för dem som inte får läsa om enhetens patienter.',
  'help.recording':
    'När en enhet slutar använda en kod och börjar använda en annan samma månad, rör sig ett mått som letar efter den första fast vården är som förut. Vi letar efter sådana byten, sätter en flagga i diagrammet och varnar i första raden när siffrorna ändrades samtidigt.',
  'help.method-page': 'Hela metoden med formel och källor: {file}.',

  'number.days': '{count, plural, one {# dag} other {# dagar}}',
  'number.minutes': '{count, plural, one {# minut} other {# minuter}}',
  'number.seconds': '{count, plural, one {# sekund} other {# sekunder}}',
  'number.hours': '{count, plural, one {# timme} other {# timmar}}',
  'number.yes': 'ja',
  'number.no': 'nej',
  'number.not-known': '–',
  'text.quoted': '”{title}”',
  'number.points': 'procentenheter',
};
