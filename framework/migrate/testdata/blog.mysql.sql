-- 0001_initial forwards
CREATE TABLE `blog_author` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `name` varchar(100) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;
CREATE TABLE `blog_tag` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `name` varchar(50) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `blog_tag_name_uq` (`name`)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;
CREATE TABLE `blog_post` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `author_id` bigint NOT NULL,
  `title` varchar(200) NOT NULL,
  `slug` varchar(200) NOT NULL,
  `body` longtext NOT NULL,
  `status` varchar(20) NOT NULL DEFAULT 'draft',
  `published_at` datetime(6) NULL,
  PRIMARY KEY (`id`),
  INDEX `blog_post_author_id_idx` (`author_id`),
  UNIQUE INDEX `blog_post_slug_uq` (`slug`),
  INDEX `blog_post_status_published_at_idx` (`status`, `published_at`),
  CONSTRAINT `blog_post_status_ck` CHECK (`status` IN ('draft', 'published'))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;
CREATE TABLE `blog_post_tags` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `post_id` bigint NOT NULL,
  `tag_id` bigint NOT NULL,
  PRIMARY KEY (`id`),
  INDEX `blog_post_tags_tag_id_idx` (`tag_id`),
  UNIQUE INDEX `blog_post_tags_post_id_tag_id_uq` (`post_id`, `tag_id`)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;
ALTER TABLE `blog_post` ADD CONSTRAINT `blog_post_author_id_fk` FOREIGN KEY (`author_id`) REFERENCES `blog_author` (`id`) ON DELETE CASCADE;
ALTER TABLE `blog_post_tags`
  ADD CONSTRAINT `blog_post_tags_post_id_fk` FOREIGN KEY (`post_id`) REFERENCES `blog_post` (`id`) ON DELETE CASCADE,
  ADD CONSTRAINT `blog_post_tags_tag_id_fk` FOREIGN KEY (`tag_id`) REFERENCES `blog_tag` (`id`) ON DELETE CASCADE;

-- 0001_initial backwards
DROP TABLE `blog_post_tags`;
DROP TABLE `blog_post`;
DROP TABLE `blog_tag`;
DROP TABLE `blog_author`;

-- 0002_post_content_lang forwards
ALTER TABLE `blog_post` RENAME COLUMN `body` TO `content`;
ALTER TABLE `blog_post`
  ADD COLUMN `views` bigint NOT NULL DEFAULT 0,
  ADD COLUMN `lang` varchar(5) NOT NULL DEFAULT 'en';
ALTER TABLE `blog_post`
  ALTER COLUMN `lang` DROP DEFAULT,
  ADD CONSTRAINT `blog_post_views_ck` CHECK (`views` >= 0);

-- 0002_post_content_lang backwards
ALTER TABLE `blog_post` DROP CONSTRAINT `blog_post_views_ck`;
ALTER TABLE `blog_post`
  DROP COLUMN `views`,
  DROP COLUMN `lang`;
ALTER TABLE `blog_post` RENAME COLUMN `content` TO `body`;

-- 0003_published_at_required forwards
UPDATE blog_post SET published_at = '2020-01-01 00:00:00'
WHERE published_at IS NULL;
-- stops if there is a row: SELECT 1 FROM `blog_post` WHERE `published_at` IS NULL LIMIT 1;
--   blog.Post.published_at becomes required, and there are rows without a value: give them one with backfill: on the operation that changes the field, or before it with run_sql
ALTER TABLE `blog_post` MODIFY COLUMN `published_at` datetime(6) NOT NULL;

-- 0003_published_at_required backwards
ALTER TABLE `blog_post` MODIFY COLUMN `published_at` datetime(6) NULL;

-- 0004_article forwards
ALTER TABLE `blog_post` RENAME TO `blog_article`;
ALTER TABLE `blog_post_tags` RENAME COLUMN `post_id` TO `article_id`;
ALTER TABLE `blog_author`
  ADD COLUMN `email` varchar(254) NULL,
  ADD UNIQUE INDEX `blog_author_email_uq` (`email`);

-- 0004_article backwards
ALTER TABLE `blog_author` DROP INDEX `blog_author_email_uq`;
ALTER TABLE `blog_author` DROP COLUMN `email`;
ALTER TABLE `blog_article` RENAME TO `blog_post`;
ALTER TABLE `blog_post_tags` RENAME COLUMN `article_id` TO `post_id`;

