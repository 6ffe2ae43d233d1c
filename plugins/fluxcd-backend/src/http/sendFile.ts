import type express from 'express';

/** Answers with a file to be saved, never to be shown: its texts come from clusters. */
export async function sendFile(
  res: express.Response,
  file: File,
): Promise<void> {
  res.setHeader('Content-Type', file.type);
  res.setHeader('Content-Disposition', `attachment; filename="${file.name}"`);
  // A portal whose backend has another origin must read the name, too.
  res.setHeader('Access-Control-Expose-Headers', 'Content-Disposition');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.end(Buffer.from(await file.arrayBuffer()));
}
