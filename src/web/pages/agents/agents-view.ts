import type { ListedToken } from '../../../core/use-cases/agents/agents.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import { textField, type FieldView } from '../../view/components/field-view.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';
import type { Reader } from '../../view/reader.ts';

/** The page of agents (`agents-show.hbs`): their tokens, and who was heard of with them. */
export interface AgentsView {
  /** A token that was just created; this is the only time it is shown. */
  made: { place: string; text: string } | undefined;
  tokens: TokenLineView[];
  siteUrl: FieldView;
}

interface TokenLineView {
  id: string;
  place: string;
  made: ShownDate;
  by: string;
  state: Lozenge;
  agents: { machine: string; version: string; seen: ShownDate; state: Lozenge }[];
}

export interface AgentsShown {
  tokens: readonly ListedToken[];
  reader: Reader;
  made?: AgentsView['made'];
  typed?: string | undefined;
  errors?: FieldErrors | undefined;
}

const CONNECTED: Lozenge = { text: 'Connected', look: 'success' };
const NOT_CONNECTED: Lozenge = { text: 'Not connected', look: 'moved' };
const stateOf = (isConnected: boolean): Lozenge => (isConnected ? CONNECTED : NOT_CONNECTED);

export function agentsView({ tokens, reader, made, typed, errors }: AgentsShown): AgentsView {
  return {
    made,
    tokens: tokens.map(({ id, place, madeAt, madeBy, agents }) => ({
      id,
      place,
      made: showDate(madeAt, reader),
      by: madeBy.name,
      state: stateOf(agents.some(({ connected }) => connected)),
      agents: agents.map(({ host, version, seenAt, connected }) => ({
        machine: host,
        version,
        seen: showDate(seenAt, reader),
        state: stateOf(connected),
      })),
    })),
    siteUrl: textField('agentSiteUrl', 'Site URL', {
      mandatory: true,
      type: 'url',
      value: typed ?? '',
      error: errors?.['agentSiteUrl'],
      help: "Jira's base URL as the agent reaches it, such as https://jira.example.com/jira. This service never connects to it.",
    }),
  };
}
