import type { InstallationRegister } from '../../tenants/installation-register.ts';

/** A move of a site's data to another realm, as its host announces it. */
export interface AnnouncedMove {
  id: string;
  /** The realm, such as `EU`. */
  location: string;
}

/**
 * What the host is answered: that it continues, that nobody announced the move, or that this
 * service keeps no data in that realm.
 */
export type MoveAnswer = 'agreed' | 'not-scheduled' | 'other-realm';
export type MoveStatus = 'scheduled' | 'ready' | 'not-scheduled';

/** Wherever data is, it is somewhere in the world. */
const ANYWHERE = 'GLOBAL';

interface Deps {
  register: Pick<InstallationRegister, 'find' | 'moveOf' | 'noteMove'>;
  /** The realm that the service's own storage is in; undefined where the operator names none. */
  realm: string | undefined;
}

/**
 * Moves of sites between realms. All data of this service is in one place, and copies nothing to
 * another one: a move to the realm of that place is agreed to, as what it asks for is so already;
 * any other is refused when it is announced, and the host tells the site's administrator.
 * Repeatable, each.
 */
export class ResidencyMoves {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async schedule(installationId: string, { id, location }: AnnouncedMove): Promise<MoveAnswer> {
    if (!this.#isHere(location)) return 'other-realm';
    await this.#deps.register.noteMove(installationId, { id, isStarted: false });
    return 'agreed';
  }

  async start(installationId: string, { id, location }: AnnouncedMove): Promise<MoveAnswer> {
    if (!this.#isHere(location)) return 'other-realm';
    if ((await this.status(installationId, id)) === 'not-scheduled') return 'not-scheduled';
    await this.#deps.register.noteMove(installationId, { id, isStarted: true });
    return 'agreed';
  }

  /** An installation that nobody has opened yet has no data: there is nothing to be announced. */
  async status(installationId: string, id: string): Promise<MoveStatus> {
    const { register } = this.#deps;
    if ((await register.find(installationId)) === null) return 'ready';
    const move = await register.moveOf(installationId);
    if (move?.id !== id) return 'not-scheduled';
    return move.isStarted ? 'ready' : 'scheduled';
  }

  async commit(installationId: string, id: string): Promise<MoveAnswer> {
    const status = await this.status(installationId, id);
    return status === 'ready' ? 'agreed' : 'not-scheduled';
  }

  async rollBack(installationId: string, id: string): Promise<MoveAnswer> {
    const move = await this.#deps.register.moveOf(installationId);
    if (move?.id === id) await this.#deps.register.noteMove(installationId, undefined);
    return 'agreed';
  }

  #isHere(location: string): boolean {
    const wanted = location.toUpperCase();
    return wanted === ANYWHERE || wanted === this.#deps.realm;
  }
}
