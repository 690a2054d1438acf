import type { BotForm } from './bot-form.ts';
import type { Problems } from './problems.ts';

/** What each part of the form works with. */
export interface FieldsProps {
  form: BotForm;
  change(change: Partial<BotForm>): void;
  problems: Problems;
}
