import { load } from 'js-yaml';
import { errors } from '../store/errors';
import { ApiError } from '../store/ApiError';
import { decodeProtobuf } from './protobuf';

function goMessage(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : String(error);
  if (
    /end of JSON input|Unterminated|Expected .* at position/i.test(message) &&
    !/[\]}"]\s*$/.test(text)
  ) {
    return 'unexpected end of JSON input';
  }
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
  return `invalid character '${
    text[position] ?? ''
  }' looking for beginning of value`;
}

/** Paths of keys that occur twice in one map of a JSON text; JSON.parse keeps the last one silently. */
function duplicates(text: string): string[] {
  const found: string[] = [];
  const stack: Array<{
    keys?: Set<string>;
    path: string;
    index: number;
    key: string;
  }> = [];
  const token = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}[\],]/g;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const top = stack[stack.length - 1];
    const here = () => {
      if (!top) {
        return '';
      }
      return top.keys
        ? `${top.path ? `${top.path}.` : ''}${top.key}`
        : `${top.path}[${top.index}]`;
    };
    if (match[2] !== undefined && top?.keys) {
      top.key = JSON.parse(`"${match[1]}"`);
      if (top.keys.has(top.key)) {
        found.push(here());
      }
      top.keys.add(top.key);
    } else if (match[0] === '{') {
      stack.push({ keys: new Set(), path: here(), index: 0, key: '' });
    } else if (match[0] === '[') {
      stack.push({ path: here(), index: 0, key: '' });
    } else if (match[0] === '}' || match[0] === ']') {
      stack.pop();
    } else if (match[0] === ',' && top) {
      top.index += 1;
    }
  }
  return found;
}

/** Turns request bodies into values, refusing them with the API server's words. */
export const decode = {
  mediaType(header: string | undefined): string {
    return (header ?? '').split(';')[0].trim().toLowerCase();
  },

  unsupported(types: string): ApiError {
    return new ApiError({
      code: 415,
      reason: 'UnsupportedMediaType',
      message: `the body of the request was in an unknown format - accepted media types include: ${types}`,
    });
  },

  /** An object in JSON or YAML; `duplicate` lists keys that were given twice. */
  object(
    body: Buffer,
    contentType: string | undefined,
    kind: string,
  ): { value: any; duplicate: string[] } {
    const type = decode.mediaType(contentType) || 'application/json';
    const text = body.toString('utf8');
    const unrecognized = (why: string) =>
      errors.badRequest(
        `the object provided is unrecognized (must be of type ${kind}): ${why} (${
          text || '<empty>'
        })`,
      );
    let value: any;
    if (type === 'application/yaml') {
      try {
        value = load(text);
      } catch {
        throw unrecognized("couldn't get version/kind; yaml parse error");
      }
    } else if (type === 'application/json') {
      try {
        value = JSON.parse(text);
      } catch (error) {
        throw unrecognized(
          `couldn't get version/kind; json parse error: ${goMessage(
            error,
            text,
          )}`,
        );
      }
    } else {
      value =
        type === 'application/vnd.kubernetes.protobuf'
          ? decodeProtobuf(body)
          : undefined;
      if (value === undefined) {
        throw decode.unsupported(
          'application/json, application/yaml, application/vnd.kubernetes.protobuf',
        );
      }
    }
    if (typeof value !== 'object' || value === null || !value.kind) {
      throw unrecognized(`Object 'Kind' is missing in '${text}'`);
    }
    return {
      value,
      duplicate: type === 'application/json' ? duplicates(text) : [],
    };
  },

  patch(body: Buffer): any {
    const text = body.toString('utf8');
    try {
      return JSON.parse(text);
    } catch (error) {
      throw errors.badRequest(
        `error decoding patch: ${goMessage(error, text)}`,
      );
    }
  },
};
