import { openProgram, type Program } from '#application';
import { sayTrouble } from '../output.ts';
import { settings } from '../settings.ts';

/** Opens the program, does one thing with it, and closes it whatever came of it. */
export async function withProgram(run: (program: Program) => Promise<void>): Promise<void> {
  const program = await openProgram({ ...settings(), demo: false, onTrouble: sayTrouble });
  try {
    await run(program);
  } finally {
    await program.close();
  }
}
