/* The texts of charts and drawings, and of the buttons that save drawings and tables. */

export const drawingTexts = {
  strip: {
    choose: "Chọn đơn vị trên biểu đồ bằng phím mũi tên, nhấn Enter để mở",
    hint: "Rê chuột, chạm hoặc dùng phím mũi tên để xem tên từng đơn vị.",
  },
  chart: {
    failed: "Không vẽ được biểu đồ tương tác. Số liệu có trong bảng ngay dưới.",
  },
  locator: {
    table: (table) => `bảng\u00a0${table}`,
    row: (row) => `dòng\u00a0${row}`,
    item: (item) => `mục\u00a0${item}`,
  },
  trend: {
    choose: "Chọn chỉ tiêu và thời gian của biểu đồ",
    labels: { "chi-tieu": "Chỉ tiêu", tu: "Từ kỳ", den: "Đến kỳ" },
    caption: (name) => `${name}: từng kỳ`,
    sentence: (name, direction, [first, from], [last, to], beside, ranked) => {
      if (!direction) return `${name}: ${first} (${from})${from === to ? "" : ` và ${last} (${to}), không đổi`}${beside}.`;
      if (ranked) return `${name}: từ ${first} (${from}) ${direction > 0 ? "xuống" : "lên"} ${last} (${to})${beside}.`;
      const [verb, end] = direction > 0 ? ["tăng", "lên"] : ["giảm", "xuống"];
      return `${name}: ${verb} từ ${first} (${from}) ${end} ${last} (${to})${beside}.`;
    },
    silent: (name) => `${name}: không có số liệu trong khoảng thời gian này.`,
    median: (period, figure) => `; trung vị cùng cấp ${period}: ${figure}`,
    between: (low, high) => `từ ${low} đến ${high}`,
    rankAtMost: (rank) => `${rank} trở lên`,
    exempt: "được miễn",
    period: ({ year, quarter, month }) => {
      if (month) return `tháng\u00a0${month}/${year}`;
      return quarter ? `quý\u00a0${["I", "II", "III", "IV"][quarter - 1]}/${year}` : `năm\u00a0${year}`;
    },
    short: ({ year, quarter, month }) => (month ? `${month}/${year}` : quarter ? `Q${quarter}/${year}` : `${year}`),
    failed: "Chưa tải được số liệu của biểu đồ. Hãy tải lại trang.",
  },
  save: {
    png: "Ảnh PNG",
    svg: "Ảnh SVG",
    csv: { vi: "Tải bảng này (CSV)", en: "Download this table (CSV)" },
    asPng: "Tải biểu đồ này: ảnh PNG",
    asSvg: "Tải biểu đồ này: ảnh SVG",
    failed: "Không tạo được ảnh.",
    source: (names) => `Nguồn: ${names.join("; ")}.`,
    from: (portal, day) => `${portal}, tải ngày ${day.toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric" })}`,
  },
};
