import type { z } from 'zod';
import type { Route } from './route';

type Input<T> = T extends z.ZodType ? z.input<T> : undefined;
type Output<T> = T extends z.ZodType ? z.output<T> : undefined;
type Present<T> = {
  [K in keyof T as T[K] extends undefined ? never : K]: T[K];
};
type Part<
  R extends Route,
  K extends 'params' | 'query' | 'body',
> = K extends keyof R ? R[K] : undefined;

/** What a caller of a route passes. @public */
export type RouteInput<R extends Route> = Present<{
  params: Input<Part<R, 'params'>>;
  query: Input<Part<R, 'query'>>;
  body: Input<Part<R, 'body'>>;
}>;

/** What a handler of a route is given: the input after validation, defaults filled in. @public */
export type RouteRequest<R extends Route> = Present<{
  params: Output<Part<R, 'params'>>;
  query: Output<Part<R, 'query'>>;
  body: Output<Part<R, 'body'>>;
}>;

/** What a route answers; `void` for 204. @public */
export type RouteResponse<R extends Route> = R extends {
  response: infer S extends z.ZodType;
}
  ? z.output<S>
  : void;
