/** An icon of object types (assets-api: A.8). */
export interface Icon {
  id: string;
  name: string;
}
