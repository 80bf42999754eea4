/** The version of this format; fields may be added to it, never changed or removed. */
export type FormatVersion = 1;
