export function fillAnew(folder: string, fill: (staged: string) => Promise<void>): Promise<void>;
