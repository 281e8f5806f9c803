import type { World } from '../../world/world.ts';

const SENTENCES = {
  en: {
    'log in': 'You do not have the permission to see the specified resource. Log in.',
    'basic is off': 'Basic authentication is disabled on this instance.',
    captcha: 'Login denied: a CAPTCHA has to be answered.',
    'not found': 'NotFoundInsightException: Could not find what was asked for',
    refused: 'You have no permission for this in Assets',
    'bad query': 'The AQL query cannot be read',
  },
  de: {
    'log in': 'Sie sind nicht berechtigt, diese Ressource zu sehen. Melden Sie sich an.',
    'basic is off': 'Die Basis-Authentifizierung ist auf dieser Instanz deaktiviert.',
    captcha: 'Anmeldung verweigert: Ein CAPTCHA muss gelöst werden.',
    'not found': 'NotFoundInsightException: Das gesuchte Element wurde nicht gefunden',
    refused: 'Sie haben dafür in Assets keine Berechtigung',
    'bad query': 'Die AQL-Abfrage ist ungültig',
  },
} as const;

/** A sentence in the language of the server: nobody may lean on its words. */
export const say = ({ settings }: World, what: keyof (typeof SENTENCES)['en']): string =>
  SENTENCES[settings.language][what];
