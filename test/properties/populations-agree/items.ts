/** Lists in a record, single items and records of several types: name, FHIR type of the rows, CQL. */
export const itemsTried: readonly (readonly [name: string, basis: string, cql: string])[] = [
  [
    'a diagnosis of the first rank',
    'Encounter',
    '[Encounter] E where exists (E.diagnosis D where D.rank = 2)',
  ],
  [
    'no diagnosis for the bill',
    'Encounter',
    '[Encounter] E where not exists (E.diagnosis D where D.use ~ "Billing")',
  ],
  [
    'a diagnosis in a value set',
    'Encounter',
    '[Encounter] E where exists (E.diagnosis D where exists ([Condition] C where C.id = Last(Split(D.condition.reference, \'/\')) and C.code in "Depression"))',
  ],
  ['many diagnoses', 'Encounter', '[Encounter] E where Count(E.diagnosis) > 1'],
  ['the last diagnosis', 'Encounter', '[Encounter] E where Last(E.diagnosis).rank = 2'],
  [
    'the first diagnosis that has a rank',
    'Encounter',
    '[Encounter] E where First(E.diagnosis D where D.rank is not null).rank < 3',
  ],
  [
    'the only diagnosis of its rank',
    'Encounter',
    '[Encounter] E where (singleton from (E.diagnosis D where D.rank = 2)).use ~ "Billing"',
  ],
  [
    'the condition of the main diagnosis',
    'Encounter',
    `[Encounter] E where (singleton from ((E.diagnosis D where D.rank = 3) M
      return singleton from ([Condition] C where C.id = Last(Split(M.condition.reference, '/'))))).code in "Depression"`,
  ],
  [
    'two diagnoses whose conditions are known',
    'Encounter',
    `[Encounter] E where Count((E.diagnosis) D
      return all singleton from ([Condition] C where C.id = Last(Split(D.condition.reference, '/')))) > 1`,
  ],
  [
    'no main diagnosis',
    'Encounter',
    '[Encounter] E where (singleton from (E.diagnosis D where D.rank = 2)) is null',
  ],
  [
    'a place during the period',
    'Encounter',
    '[Encounter] E where exists (E.location L where L.period during "Measurement Period")',
  ],
  [
    'the last place began in the period',
    'Encounter',
    '[Encounter] E where Last(E.location L where start of L.period is not null return start of L.period sort asc) in day of "Measurement Period"',
  ],
  [
    'the upper part is high',
    'Observation',
    '[Observation] O where ((singleton from (O.component C where C.code ~ "Upper")).value as FHIR.integer).value > 10',
  ],
  [
    'the parts together',
    'Observation',
    '[Observation] O where Sum(O.component C return all (C.value as FHIR.integer).value) > 20',
  ],
  [
    'either kind of record',
    'Encounter',
    `[Encounter] E where exists (([Observation] O where O.status = 'final') union ([Condition] C where C.code in "Depression"))`,
  ],
  [
    'with either kind of its own',
    'Encounter',
    `[Encounter] E with ([Observation] union [Condition] union [Procedure]) X
      such that (X as FHIR.Condition).encounter.reference = 'Encounter/' + E.id
        or ((X as FHIR.Observation).encounter.reference = 'Encounter/' + E.id and X is FHIR.Observation)`,
  ],
  [
    'without either kind',
    'Encounter',
    `[Encounter] E without ([Observation] union [Condition]) X
      such that (case when X is FHIR.Condition then (X as FHIR.Condition).recordedDate else Care."Time of"(X as FHIR.Observation) end) in day of "Measurement Period"`,
  ],
  [
    'a status of either kind',
    'Encounter',
    '[Encounter] E where exists (([Observation] union [Condition]) X return (X as FHIR.Observation).status)',
  ],
  [
    'none of either kind',
    'Encounter',
    `[Encounter] E where not exists (([Condition] union [Observation]) X where (X as FHIR.Condition).recordedDate in day of "Measurement Period")`,
  ],
  [
    'a number about a time that may be missing',
    'Encounter',
    '[Encounter] E where ((E.period."end") T return 5) is null',
  ],
  [
    'of a last record that may be missing',
    'Encounter',
    "[Encounter] E where ((Last([Observation] O where O.status = 'final')) L where (L.value as FHIR.integer).value > 9 return L).status = 'final'",
  ],
  [
    'no last record of many points',
    'Encounter',
    "[Encounter] E where ((Last([Observation] O where O.status = 'final')) L where (L.value as FHIR.integer).value > 9) is null",
  ],
  [
    'with a last record of many points',
    'Encounter',
    "[Encounter] E with ((Last([Observation] O where O.status = 'final')) L where (L.value as FHIR.integer).value > 9) M such that M.encounter.reference = 'Encounter/' + E.id",
  ],
  [
    'beside the last condition',
    'Observation',
    "from (Last([Condition])) C, [Observation] O where O.status = 'final' return O",
  ],
  [
    'two days of records',
    'Encounter',
    '[Encounter] E where Count([Encounter] F return date from start of F.period) >= 2',
  ],
  [
    'the end of an interval that may have no ends',
    'Encounter',
    '[Encounter] E where end of Interval[E.period."start".value, E.period."end".value] after start of "Measurement Period"',
  ],
  [
    'the start of an interval that may have no ends',
    'Encounter',
    '[Encounter] E where (start of Interval[E.period."start".value, E.period."end".value]) is null',
  ],
  [
    'the quantity and its unit',
    'Observation',
    "[Observation] O where (O.value as FHIR.Quantity).unit = 'kg' and (O.value as Quantity).unit = 'kg' and (O.value as Quantity).value > 7",
  ],
  [
    'an extension of one address',
    'Observation',
    "[Observation] O where exists (O.extension X where X.url = 'urn:form')",
  ],
  [
    'the concept in an extension',
    'Observation',
    '[Observation] O where FHIRHelpers.ToConcept((singleton from (O.extension X where X.url = \'urn:reason\' return X.value)) as FHIR.CodeableConcept) ~ "Reason A"',
  ],
  [
    'not the concept in an extension',
    'Observation',
    '[Observation] O where not (FHIRHelpers.ToConcept((singleton from (O.extension X where X.url = \'urn:reason\' return X.value)) as FHIR.CodeableConcept) ~ "Reason A")',
  ],
  [
    'any of them true',
    'Encounter',
    "[Encounter] E where AnyTrue([Observation] O return all O.status = 'final' and O.encounter.reference = 'Encounter/' + E.id)",
  ],
  [
    'none of them true',
    'Encounter',
    '[Encounter] E where not AnyTrue([Observation] O return all (O.value as FHIR.integer).value > 20)',
  ],
  [
    'its id among references',
    'Encounter',
    "[Encounter] E where E.id in ([Observation] O return all Last(Split(O.encounter.reference, '/')))",
  ],
  [
    'a reference, be it missing, among others',
    'Observation',
    '[Observation] O where O.encounter.reference.value in ([Condition] C return all C.encounter.reference.value)',
  ],
  [
    'a reference that is not among others',
    'Observation',
    '[Observation] O where not (O.encounter.reference.value in ([Condition] C where C.recordedDate before Care."Time of"(O) return all C.encounter.reference.value))',
  ],
  [
    'a code of any record',
    'Encounter',
    '[Encounter] E where ([Condition] C where C.encounter.reference = \'Encounter/\' + E.id return all FHIRHelpers.ToConcept(C.code)) in "Depression"',
  ],
  [
    'no code of any record',
    'Encounter',
    '[Encounter] E where not (([Condition] C where C.recordedDate in day of E.period return all FHIRHelpers.ToConcept(C.code)) in "Depression")',
  ],
];
