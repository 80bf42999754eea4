export function replaceFolder(folder: string, fill: (staged: string) => Promise<void>): Promise<void>;
