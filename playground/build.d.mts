/** Where the page is written unless another place is given. */
export const PAGE: string;
export function buildPlayground(page?: string): Promise<{ page: string; bytes: number }>;
