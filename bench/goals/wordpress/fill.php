<?php
// Installs WordPress with one article and its comments, and prints the address of the article and the cookies of its members.
[, $folder, $thread, $members] = $argv;
define('WP_INSTALLING', true);
require "$folder/wp-load.php";
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Bench', 'admin', 'admin@mail.example', false, '', 'bench');
switch_theme('twentytwentyone');
update_option('permalink_structure', '');
update_option('thread_comments', 1);
update_option('thread_comments_depth', 10);
update_option('page_comments', 0);
update_option('show_avatars', 0);
$article = json_decode(file_get_contents($thread), true);
$post = wp_insert_post([
    'post_title' => $article['headline'],
    'post_content' => $article['body'],
    'post_status' => 'publish',
    'post_author' => 1,
]);
$ids = [];
foreach ($article['comments'] as $comment)
    $ids[] = wp_insert_comment([
        'comment_post_ID' => $post,
        'comment_author' => $comment['nic'],
        'comment_content' => $comment['text'],
        'comment_parent' => $comment['parent'] === null ? 0 : $ids[$comment['parent']],
        'comment_date' => gmdate('Y-m-d H:i:s', $comment['at']),
        'comment_approved' => 1,
    ]);
$cookies = [];
for ($i = 1; $i <= (int) $members; $i++) {
    $user = wp_insert_user(['user_login' => "reader$i", 'user_pass' => 'bench', 'display_name' => "Bench reader $i"]);
    $token = WP_Session_Tokens::get_instance($user)->create(time() + 86400);
    $cookies[] = LOGGED_IN_COOKIE . '=' . wp_generate_auth_cookie($user, time() + 86400, 'logged_in', $token);
}
echo json_encode(['path' => "/?p=$post", 'cookies' => $cookies]);
