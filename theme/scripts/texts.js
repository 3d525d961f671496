/*
 * The texts that scripts show, in one place, so that another language can be added. Texts that are needed only on request of
 * the reader are in texts-*.js, which are loaded then. The build writes texts-codes.js (generator/script_texts.py): the words
 * for codes and other texts that pages use too.
 */

export const texts = {
  search: {
    results: "Kết quả tìm kiếm",
    none: (query) => `Không tìm thấy “${query}”.`,
    hint: "Thử tên ngắn hơn, có thể gõ không dấu, ví dụ “so noi vu”.",
    count: (count) => `${count} kết quả, dùng phím mũi tên để chọn`,
    failed: "Chưa tải được danh sách tên. Hãy nhấn Enter để mở danh sách đơn vị.",
  },
  figure: {
    open: "Trích dẫn, chia sẻ, báo sai",
    openOf: (name, period) => `${texts.figure.open}: ${name}${period ? `, ${period.replace("T", "tháng ")}` : ""}`,
  },
  menu: { partOf: (name) => `Các trang trong mục ${name}` },
  copy: { cite: "Sao chép trích dẫn", code: "Sao chép mã nhúng", link: "Sao chép liên kết", done: "Đã sao chép" },
};
