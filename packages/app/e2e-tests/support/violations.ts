import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Backstage UI's tabs name panels that are not in the page: `aria-controls` of a tab is the framework's. */
const OF_THE_FRAMEWORK = { rule: 'aria-valid-attr-value', html: / role="tab"/ };

/** What keeps people out of a part of the page, in axe's words: its serious and critical findings. */
export async function violations(page: Page, part: string): Promise<string[]> {
  // What fades in has less contrast on its way than at its end.
  await page.evaluate(async () => {
    const all = document.getAnimations().map(a => a.finished);
    // Some never end.
    const enough = new Promise(done => setTimeout(done, 1_000));
    await Promise.race([Promise.allSettled(all), enough]);
  });
  const found = await new AxeBuilder({ page }).include(part).analyze();
  return found.violations
    .filter(v => v.impact === 'serious' || v.impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes
        .filter(
          ({ html }) =>
            id !== OF_THE_FRAMEWORK.rule || !OF_THE_FRAMEWORK.html.test(html),
        )
        .map(({ html }) => `${id}: ${html.slice(0, 300)}`),
    );
}
