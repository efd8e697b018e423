import type { AdoptionPage } from '#api';

export interface AdoptionFormProps {
  readonly page: AdoptionPage;
  readonly onDone: () => void;
}
