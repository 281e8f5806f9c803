import type {
  AskingSchema,
  DefaultRetentionView,
} from '../../../core/use-cases/retention/default-retention.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import { count, counted } from '../../view/formats/numbers.ts';
import type { Reader } from '../../view/reader.ts';
import { rulesWords } from '../../view/words/rules-words.ts';

/** *Settings › Retention* (`retention-section.hbs`). */
export interface RetentionSectionView {
  state: Lozenge;
  /** What applies to schemas without rules of their own. */
  rules: string;
  saved: { at: ShownDate; by: string } | undefined;
  /** How many schemas have rules of their own. */
  own: string;
  binDays: string;
  /** Undefined where no schema asks before its rules are carried out. */
  asking: AskingView | undefined;
}

interface AskingView {
  text: string;
  schemas: { id: string; name: string; removes: string }[];
  /** "and 12 more" */
  more: string | undefined;
}

/** The others follow as these are decided on. */
const ASKING_SHOWN = 10;

export function retentionSectionView(
  { saved, ownRules, asking }: DefaultRetentionView,
  binDays: number,
  reader: Reader,
): RetentionSectionView {
  return {
    state: { text: saved ? 'Own rules' : "Service's rules", look: '' },
    rules: saved?.rules
      ? `Kept: ${rulesWords(saved.rules)}`
      : "A year in this service's storage; in a storage of your own until you delete them",
    saved: saved && { at: showDate(saved.savedAt, reader), by: saved.savedBy.name },
    own: ownRules === 0 ? 'None' : counted(ownRules, 'schema'),
    binDays: binDays > 0 ? `In the bin for ${counted(binDays, 'day')}` : 'Deleted at once',
    asking: asking.length > 0 ? askingView(asking) : undefined,
  };
}

function askingView(asking: readonly AskingSchema[]): AskingView {
  const more = asking.length - ASKING_SHOWN;
  const where = asking.length === 1 ? 'its list of backups' : 'their lists of backups';
  const asks = counted(asking.length, 'schema asks', 'schemas ask');
  return {
    text: `${asks} before so many backups are removed at once. None of them was removed yet. Decide in ${where}:`,
    schemas: asking.slice(0, ASKING_SHOWN).map(({ schema, question }) => ({
      id: schema.id,
      name: schema.name,
      removes: `${count(question.removes)} of ${counted(question.of, 'backup')}`,
    })),
    more: more > 0 ? `and ${count(more)} more` : undefined,
  };
}
