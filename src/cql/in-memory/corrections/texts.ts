import { Substring } from 'cql-execution/lib/elm/string.js';

const substring = Substring.prototype.exec;

/** The first character of an empty text is where it ends: what begins there is empty, not null. */
Substring.prototype.exec = async function exec(context) {
  const text = await this.stringToSub.execute(context);
  const start = await this.startIndex.execute(context);
  if (text === '' && start === 0) return '';
  return substring.call(this, context);
};
