/**
 * An attribute's definition as it is written, under Assets' own names (assets-api: A.7). Reading is asymmetric: `typeValue` and `additionalValue` of a
 * reference come back as the referenced type and the reference type.
 */
export interface AttributeInput {
  name: string;
  /** 0 default, 1 reference, 2 user, 4 group, 7 status, … */
  type: number;
  /** Only of type 0. */
  defaultTypeId?: number;
  label?: boolean;
  description?: string;
  /** Of a reference: the id of the object type. */
  typeValue?: string;
  typeValueMulti?: string[];
  /** Of a reference: the id of the reference type; of others a switch such as SHOW_PROFILE. */
  additionalValue?: string;
  minimumCardinality?: number;
  /** -1: without end. */
  maximumCardinality?: number;
  suffix?: string;
  summable?: boolean;
  includeChildObjectTypes?: boolean;
  hidden?: boolean;
  uniqueAttribute?: boolean;
  regexValidation?: string;
  qlQuery?: string;
  /** Of a select: comma-separated. */
  options?: string;
}
