import { Message } from 'cql-execution/lib/elm/message.js';

const tell = Message.prototype.exec;

/**
 * A Message of severity Error stops the evaluation. cql-execution hands it to a listener and goes on. The message may
 * hold values of a patient, so only its code is told.
 */
Message.prototype.exec = async function exec(context) {
  const source = await tell.call(this, context);
  const condition = await this.condition?.execute(context);
  const severity = await this.severity?.execute(context);
  if (condition === true && severity === 'Error') {
    throw new Error(
      `the definition stopped itself with an error, code ${await this.code?.execute(context)}`,
    );
  }
  return source;
};
