import type { z } from 'zod';
import type { Route } from './route';

/** What a caller of a route passes. @public */
export type RouteInput<R extends Route> = {
  -readonly [K in keyof R & ('params' | 'query' | 'body')]: z.input<
    Extract<R[K], z.ZodType>
  >;
};

/** What a handler of a route is given: the input after validation, defaults filled in. @public */
export type RouteRequest<R extends Route> = {
  -readonly [K in keyof R & ('params' | 'query' | 'body')]: z.output<
    Extract<R[K], z.ZodType>
  >;
};

/** What a route answers; pieces of text for a stream, `void` for 204. @public */
export type RouteResponse<R extends Route> = R extends {
  response: infer S extends z.ZodType;
}
  ? z.output<S>
  : R extends { stream: string }
  ? AsyncIterable<string>
  : void;
