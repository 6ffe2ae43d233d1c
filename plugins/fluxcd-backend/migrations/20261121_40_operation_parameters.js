// @ts-check

/**
 * What an operation was asked with, besides its targets.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('operations', table => {
    table
      .text('parameters')
      .comment('JSON: what it was asked with, e.g. the reason of a suspension');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('operations', table => {
    table.dropColumn('parameters');
  });
};
