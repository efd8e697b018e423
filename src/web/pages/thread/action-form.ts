import type { ThreadPage } from '#api';

/** What every form on a thread is given. */
export interface ActionFormProps {
  readonly page: ThreadPage;
  readonly onDone: () => void;
}
