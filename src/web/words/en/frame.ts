/** The frame around every page, signing in, trouble, help and plain numbers, in English. Placeholders follow the ICU message format. */
export const frame = {
  'app.name': 'Gyrus',
  'app.skip': 'Skip to the content',
  'app.loading': 'Loading…',
  'app.menu': 'Menu',
  'app.close': 'Close',
  'app.cancel': 'Cancel',
  'app.language': 'Språk: svenska',
  'app.help': 'Help',
  'app.person': 'Signed in as {name}, {title}',
  'app.change-person': 'Change person',
  'app.back-home': 'Go to how we are doing',
  'app.retry': 'Try again',

  'place.units': 'How are we doing',
  'place.needs-us': 'What needs us',
  'place.threads': 'Threads',
  'place.data': 'Data',
  'place.organisation': 'Organisation',

  'rail.organisation': 'Where in the organisation',
  'rail.places': 'Places',
  'rail.search': 'Find a unit',
  'rail.none-found': 'No unit by that name.',
  'rail.open-branch': 'Show what is under {name}',
  'rail.close-branch': 'Hide what is under {name}',

  'path.label': 'Where this is',

  'sign-in.question': 'Who are you today?',
  'sign-in.answer':
    'Choose a person to see Gyrus with that person’s rights. In the demo, all people and patients are invented.',
  'sign-in.nobody': 'There is nobody to sign in as.',
  'sign-in.nobody-next':
    'Describe your organisation in a file and read it with: npm run gyrus -- organisation FILE. The guide is docs/guides/organisation.md.',

  'role.nurse': 'Nurse',
  'role.unit-manager': 'Unit manager',
  'role.coordinator': 'Department coordinator',
  'role.board-chair': 'Chair of the division board',
  'role.analyst': 'Analyst',
  'role.patient-representative': 'Patient representative',
  'role.researcher': 'Researcher',

  'trouble.title': 'This did not work',
  'trouble.offline': 'The server does not answer.',
  'trouble.offline-next':
    'Check the connection, then try again. What you have typed is still here.',
  'trouble.forbidden': 'Your role does not reach this',
  'trouble.granted-by': 'Those who may: {roles}.',
  'trouble.not-found': 'There is nothing at this address',
  'trouble.not-found-next': 'It may have moved. Begin with how your unit is doing.',
  'trouble.changed': 'This cannot be done now',
  'trouble.not-let-in': 'You did not get in',
  'trouble.write-code': 'Write the code',
  'trouble.signed-out': 'You are not signed in',
  'trouble.signed-out-next': 'Choose who you are, then come back.',
  'trouble.sign-in': 'Sign in',

  'help.question': 'How do I read this?',
  'help.answer':
    'A chart asks one thing: is this month different from what is usual here, or is it noise? Only a signal says that something has changed.',
  'help.band':
    'The light band is the usual range: a stable way of working stays within it, month after month.',
  'help.common':
    'Hollow dot: within the usual range. One month up or down means nothing by itself.',
  'help.outside': 'Filled dot: outside the usual range.',
  'help.shift': 'Diamond: seven or more months in a row on one side of the centre.',
  'help.trend': 'Triangle: seven or more months, each higher (or each lower) than the one before.',
  'help.two-of-three': 'Square: two of three months far out on one side.',
  'help.colours':
    'Blue is a change for the better, orange a change for the worse, purple a change that is neither. Grey is as usual, and usual is never coloured good or bad.',
  'help.shapes': 'Shapes',
  'help.icons': 'Icons',
  'help.icons-variation': 'The round icon: has it changed?',
  'help.icons-assurance': 'The square icon: do we reach the target as we work now?',

  'help.groups':
    'Each group is compared with everybody else in the same unit, over all months counted. We name a difference only when chance would seldom make one like it anywhere among all the groups and measures compared there. It says that care or its results differ, not why. Below 30 on a side we say nothing, and small groups are hidden from those who may not read about the unit’s patients.',
  'help.recording':
    'When a unit stops using one code and begins to use another in the same month, a measure that looks for the first one moves although care is as before. We look for such changes, put a flag on the chart, and warn in the first line when the numbers changed at the same time.',
  'help.method-page': 'The whole method, with its formula and sources: {file}.',

  'number.days': '{count, plural, one {# day} other {# days}}',
  'number.minutes': '{count, plural, one {# minute} other {# minutes}}',
  'number.seconds': '{count, plural, one {# second} other {# seconds}}',
  'number.hours': '{count, plural, one {# hour} other {# hours}}',
  'number.yes': 'yes',
  'number.no': 'no',
  'number.not-known': '–',
  'text.quoted': '“{title}”',
  'number.points': 'percentage points',
} as const;
