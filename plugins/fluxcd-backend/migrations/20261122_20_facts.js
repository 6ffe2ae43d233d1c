// @ts-check

/**
 * What the list shows of a resource in the columns of its kind.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('resources', table => {
    table.text('facts').comment('JSON object of texts; null when empty');
  });
  // What is stored was written without the column: list every kind anew.
  await knex('cluster_kinds').update({ resource_version: null });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('resources', table => {
    table.dropColumn('facts');
  });
};
