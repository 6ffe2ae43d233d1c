// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('clusters', table => {
    table
      .text('availability')
      .comment('JSON: state, message and since; NULL: simply there');
    table.text('console_url').comment('Page in the console of its cloud');
    // One row per cluster of a source, whichever replica adds it first. Those added by hand have no id of a source.
    table.unique(['source', 'source_id'], {
      indexName: 'clusters_source_idx',
    });
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('clusters', table => {
    table.dropUnique(['source', 'source_id'], 'clusters_source_idx');
  });
  await knex.schema.alterTable('clusters', table => {
    table.dropColumn('availability');
    table.dropColumn('console_url');
  });
};
