import type { PracticePage } from '#api';

export interface PracticeFormProps {
  readonly page: PracticePage;
  readonly onDone: () => void;
}
