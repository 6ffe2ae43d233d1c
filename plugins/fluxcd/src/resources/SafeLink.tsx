import { Link } from '@backstage/ui';
import { safeUrl } from './safeUrl';
import { visibleText } from './visibleText';

/** A URL from a cluster: a link that opens in a new tab if it is http or https, else plain text. */
export function SafeLink(props: { url: string }) {
  const { url } = props;
  const href = safeUrl(url);
  const text = <bdi>{visibleText(url)}</bdi>;
  return href ? (
    <Link href={href} target="_blank" rel="noopener noreferrer">
      {text}
    </Link>
  ) : (
    text
  );
}
