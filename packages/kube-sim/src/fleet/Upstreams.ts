import { Repository } from './Repository';

/** How containers of an image behave. */
interface ImageFault {
  /** `crash`: it starts and exits; `pull`: there is no such image. */
  fails: 'crash' | 'pull';
  /** What it logs before it exits. */
  log?: string[];
}

/** The world outside the clusters, shared by the whole fleet: repositories and container images. */
export class Upstreams {
  readonly #byUrl = new Map<string, Repository>();
  readonly #imageTags = new Map<string, string[]>();
  readonly #faults = new Map<string, ImageFault>();

  add(repository: Repository): void {
    this.#byUrl.set(this.#normalize(repository.url), repository);
  }

  list(): Repository[] {
    return [...this.#byUrl.values()];
  }

  byUrl(url: string): Repository | undefined {
    return this.#byUrl.get(this.#normalize(url));
  }

  byName(name: string): Repository | undefined {
    return this.list().find(repository => repository.name === name);
  }

  addImage(name: string, tags: string[]): void {
    this.#imageTags.set(name, tags);
  }

  /** Undefined when there is no such image. */
  imageTags(name: string): string[] | undefined {
    return this.#imageTags.get(name);
  }

  addFault(image: string, fault: ImageFault): void {
    this.#faults.set(image, fault);
  }

  /** Why containers of this image do not run; undefined for a sound one. Tags that end in `-broken` always crash. */
  imageFault(image: string): ImageFault | undefined {
    if (image.endsWith('-broken')) return { fails: 'crash' };
    return this.#faults.get(image);
  }

  #normalize(url: string): string {
    return url.replace(/(\.git)?\/?$/, '');
  }
}
