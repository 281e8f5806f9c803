export interface HealthTarget {
  url: string;
  pid: number;
}

export interface HealthAnswer extends HealthTarget {
  /** Without the time in which the machine let neither of the two run. */
  tookMs: number;
  failure?: string | undefined;
}
