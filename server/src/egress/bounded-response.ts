/** Of one answer. What a tool answers is cut to far less; this is what is read of it at all. */
const MAX_BYTES = 2 * 1024 * 1024;

/** The same response, whose reading fails after so many bytes. */
export function boundedResponse(response: Response): Response {
  const { status, statusText, body } = response;
  const headers = [...response.headers];
  let left = MAX_BYTES;
  const counted = body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        left -= chunk.byteLength;
        if (left < 0) throw new Error(`The answer is longer than ${MAX_BYTES} bytes`);
        controller.enqueue(chunk);
      },
    }),
  );
  return new Response(counted ?? null, { status, statusText, headers });
}
