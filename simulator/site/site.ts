import { carriedValues } from './records/carried-values.ts';
import type { SimObject, Value } from './records/model.ts';
import { nameInIssues } from './name-in-issues.ts';
import { SiteDefinitions } from './site-definitions.ts';

/** The state of a pretend site, and the rules that every write keeps. */
export class Site extends SiteDefinitions {
  addObject(typeId: number, values: Record<number, Value[]>, at?: number): SimObject {
    const schema = this.requireSchema(this.requireType(typeId).schemaId);
    const id = this.nextId();
    const when = at ?? this.past(id);
    const object: SimObject = {
      id,
      typeId,
      number: this.numberOf(schema, id),
      created: when,
      updated: when,
      values,
    };
    this.objects.put(object, this.now());
    return object;
  }

  updateObject(object: SimObject, values: Record<number, Value[]>): SimObject {
    const now = Math.max(this.now(), object.updated + 1);
    const names = this.attributes;
    const history = this.history.get(object.id) ?? [];
    for (const [id, list] of Object.entries(values)) {
      const before = (object.values[Number(id)] ?? []).map((value) => this.plain(value)).join(', ');
      history.push({
        at: now,
        attribute: names.get(Number(id))?.name ?? '',
        before,
        after: list.map((value) => this.plain(value)).join(', '),
        type: 2,
      });
    }
    this.history.set(object.id, history);
    const updated = { ...object, updated: now, values: { ...object.values, ...values } };
    this.objects.put(updated, this.now());
    return updated;
  }

  /**
   * The object stands in another type from now on, under its id and key. Values go along where the
   * type has an attribute of the same name and type.
   */
  moveObject(object: SimObject, typeId: number): SimObject {
    const [from, to] = [this.attributesOf(object.typeId), this.attributesOf(typeId)];
    const values = carriedValues(object, from, to);
    const moved = { ...object, typeId, values, updated: this.now() };
    this.objects.remove(object.id, this.now());
    this.objects.put(moved, this.now());
    return moved;
  }

  /** Fields of issues may go on naming it. */
  deleteObject(id: number): void {
    const object = this.objects.get(id);
    const isNamed = this.issues.some(({ fields }) => Object.values(fields).flat().includes(id));
    if (object && isNamed)
      this.gone.set(id, nameInIssues(this.labelOf(object), this.keyOf(object)));
    this.objects.remove(id, this.now());
    if (this.habits.deletedInIssues !== 'removed') return;
    for (const { fields } of this.issues)
      for (const [name, ids] of Object.entries(fields))
        if (ids.includes(id)) fields[name] = ids.filter((each) => each !== id);
  }

  deleteType(typeId: number): void {
    for (const child of this.childrenOf(typeId)) this.deleteType(child.id);
    for (const id of this.objects.idsOfType(typeId).slice()) this.deleteObject(id);
    for (const attribute of this.ownAttributes(typeId)) this.attributes.delete(attribute.id);
    this.types.delete(typeId);
  }

  deleteSchema(schemaId: number): void {
    for (const type of this.typesOf(schemaId))
      if (this.types.has(type.id)) this.deleteType(type.id);
    for (const own of [this.statuses, this.referenceTypes])
      for (const { id, schemaId: of } of own.values()) if (of === schemaId) own.delete(id);
    this.schemas.delete(schemaId);
  }
}
