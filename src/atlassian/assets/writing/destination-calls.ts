import type { Directory } from '../../../core/assets/ports/directory.ts';
import type { RightsReader } from '../../../core/assets/ports/site/site-rights.ts';
import type { AssetsAccess } from '../assets-access.ts';
import type { AssetsComments } from '../parts/assets-comments.ts';
import type { AssetsObjectWriter } from './assets-object-writer.ts';
import type { AssetsStructureWriter } from './assets-structure-writer.ts';

/** The people, groups and projects of a Jira, and what the account may do there. */
interface People
  extends Pick<Directory, 'groups' | 'projects' | 'hasGlobalAccountIds'>, RightsReader {
  byId: Directory['people'];
  byEmail: Directory['personByEmail'];
}

interface DestinationCallers {
  structure: AssetsStructureWriter;
  objects: AssetsObjectWriter;
  access: AssetsAccess;
  comments: AssetsComments;
  people: People;
}

/** What destinations of all kinds have in common, as methods to assign to a reader. */
export const destinationCalls = ({
  structure,
  objects,
  access,
  comments,
  people,
}: DestinationCallers) => ({
  createSchema: structure.createSchema.bind(structure),
  createObjectType: structure.createObjectType.bind(structure),
  updateObjectType: structure.updateObjectType.bind(structure),
  createAttribute: structure.createAttribute.bind(structure),
  updateAttribute: structure.updateAttribute.bind(structure),
  deleteAttribute: structure.deleteAttribute.bind(structure),
  createStatus: structure.createStatus.bind(structure),
  createReferenceType: structure.createReferenceType.bind(structure),
  createObject: objects.createObject.bind(objects),
  updateObject: objects.updateObject.bind(objects),
  moveAttribute: access.moveAttribute.bind(access),
  setRole: access.setRole.bind(access),
  comments: comments.comments.bind(comments),
  createComment: comments.createComment.bind(comments),
  hasGlobalAccountIds: people.hasGlobalAccountIds,
  people: people.byId.bind(people),
  personByEmail: people.byEmail.bind(people),
  groups: people.groups.bind(people),
  projects: people.projects.bind(people),
  rights: people.rights.bind(people),
});
