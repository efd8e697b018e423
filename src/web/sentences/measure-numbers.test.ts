import { describe, expect, test } from 'vitest';
import { carePlan, english, swedish, waiting } from '../../../test/harness/web-words.ts';
import { decimalsFor, numbersFor } from './measure-numbers.ts';

const thin = '\u202f';
const space = '\u00a0';
const cost = { ...waiting, unitLabel: { en: 'SEK', sv: 'kr' } };

describe('a number is said', () => {
  test('with its unit after a space, a thin one before a sign', () => {
    expect(numbersFor(waiting, [10, 40], english).value(19.4)).toBe(`19${space}days`);
    expect(numbersFor(waiting, [10, 40], swedish).value(19.4)).toBe(`19${space}dagar`);
    expect(numbersFor(carePlan, [0.4, 0.9], english).value(0.815)).toBe(`82${thin}%`);
  });
  test('with a decimal only where the chart needs it to tell months apart', () => {
    expect(numbersFor(waiting, [19, 22], english).bare(19.44)).toBe('19.4'); // spread 3
    expect(numbersFor(waiting, [19, 22], swedish).bare(19.44)).toBe('19,4');
    expect(numbersFor(carePlan, [0.81, 0.815], english).bare(0.8149)).toBe('81.5'); // three figures at most
  });
  test('with at most three figures, and all of them in a table', () => {
    const numbers = numbersFor(cost, [2300, 2900], swedish);
    expect(numbers.bare(2843)).toBe('2\u00a0840');
    expect(numbers.exact(2843.25)).toBe('2\u00a0843,3');
  });
  test('never as 100 % or 0 % when somebody was missed or met', () => {
    const numbers = numbersFor(carePlan, [0.85, 0.997], english);
    expect(numbers.bare(0.997)).toBe('99.7');
    expect(numbersFor(carePlan, [0.002, 0.3], english).bare(0.002)).toBe('0.2');
    expect(numbersFor(carePlan, [0.5, 1], english).bare(1)).toBe('100');
  });
  test('with a true minus, and never as minus nothing', () => {
    const numbers = numbersFor(waiting, [10, 40], english);
    expect(numbers.signed(-6)).toBe(`\u22126${space}days`);
    expect(numbers.bare(-0.2)).toBe('0');
  });
  test('as percentage points when it is a difference of shares', () => {
    expect(numbersFor(carePlan, [0.6, 0.8], english).size(-0.16)).toBe(
      `16${space}percentage points`,
    );
    expect(numbersFor(carePlan, [0.6, 0.8], swedish).size(-0.16)).toBe(`16${space}procentenheter`);
  });
});

describe('decimals', () => {
  test('follow the spread in the shown unit', () => {
    expect(decimalsFor(waiting, [10, 20])).toBe(0);
    expect(decimalsFor(waiting, [10, 19.9])).toBe(1);
    expect(decimalsFor(waiting, [10, 10.9])).toBe(2);
    expect(decimalsFor(carePlan, [0.5, 0.6])).toBe(0); // ten percentage points
  });
  test('are none for no values, and for one value that is large or whole', () => {
    expect(decimalsFor(waiting, [])).toBe(0);
    expect(decimalsFor(waiting, [19.4])).toBe(0);
    expect(decimalsFor(waiting, [3])).toBe(0);
    expect(decimalsFor(waiting, [3.4])).toBe(1);
  });
});
